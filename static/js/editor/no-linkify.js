/* Stands in for linkify-it in the bundle: bare addresses are not made into links, so its tables need not travel. */

export class LinkifyIt {}
