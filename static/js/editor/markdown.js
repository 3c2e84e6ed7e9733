/* The dialect, the same as on the server: CommonMark without HTML and without pictures. */

import MarkdownIt from "markdown-it";

export const markdown = new MarkdownIt("commonmark", { html: false, linkify: false }).disable("image");
