/* The events by which the portal's modules speak to each other: name, where it is sent, what it says. */

/* On the document: something went wrong; it is shown at the top of the page. { message, link } */
export const TROUBLE = "trouble";
/* On the document: a line about what happened, with an undo. { message, undo: { label, action } } */
export const TOAST = "toast";

/* On a card: it holds what is not stored. */
export const DIRTY = "workbook:dirty";
/* On a card: what stands in it is being sent now. */
export const SENDING = "workbook:sending";
/* On the document: a card was answered. { key, state } */
export const SAVED = "workbook:saved";
/* On the document: nothing of a card waits any more. { key } */
export const CLEAN = "workbook:clean";
/* On a card: the browser has kept its text, or could not. { isKept } */
export const KEPT = "workbook:kept";
/* On a card: its text was put back from what the browser kept. */
export const PUT_BACK = "workbook:put-back";
/* On the document: a card has a newer form from the server. { key, html } */
export const SWAP = "workbook:swap";
/* On a table: its rows were added, deleted or moved. */
export const ROWS = "workbook:rows";
/* On a table: its rows become these. { ids } */
export const SET_ROWS = "workbook:set-rows";

export function tell(name, detail = {}, target = document) {
  target.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
}
