/* Lists that are not lists: Word, Outlook and many mail programs write paragraphs with a mark in front. */

import { lookOf } from "./look.js";

const BULLET = /^[·•▪‣◦●○■□❖➢➤✓✔§\uF0B7\uF0A7\uF0D8\uF0FC]$/;
const NUMBER = /^\(?(?:(\d{1,4})|[a-zæøå]{1,2}|[ivxlc]{1,6}|(?:\d{1,3}\.)+\d{1,3})[.):]?$/i;

/* A mark at the start of a line, with the wide space that follows it. */
const LEADING_BULLET = /^\s*(?:[·•▪‣◦●■❖➢\uF0B7\uF0A7\uF0D8\uF0FC]|[o§](?=[\u00a0\t ]{2}))[\s\u00a0]+/;
const LEADING_NUMBER = /^\s*\(?(\d{1,3}|[a-zæøå])[.)](?:\t|[\u00a0 ]{2,})[\s\u00a0]*/i;

function kindOf(mark) {
  const number = NUMBER.exec(mark);
  return number && !BULLET.test(mark) && mark !== "o" ? { isOrdered: true, start: Number(number[1]) || 1 } : { isOrdered: false, start: 1 };
}

function ignored(element) {
  return [...element.querySelectorAll("[data-look]")].find((inner) => (lookOf(inner)["mso-list"] || "").includes("ignore"));
}

function depth(element) {
  const look = lookOf(element);
  const indent = /^(-?[\d.]+)(pt|cm|in|mm)?/.exec(look["margin-left"] || "");
  if (!indent) return 1;
  const points = Number(indent[1]) * { pt: 1, cm: 28.35, in: 72, mm: 2.835 }[indent[2] || "pt"];
  return Math.max(1, Math.min(6, Math.round(points / 36)));
}

/* Takes the mark out of the paragraph; what it was is all that is left of it. */
function takeMark(element, pattern) {
  const text = element.textContent;
  const found = pattern.exec(text);
  if (!found) return null;
  let left = found[0].length;
  const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (left > 0 && walker.nextNode()) {
    const node = walker.currentNode;
    const taken = Math.min(left, node.data.length);
    node.data = node.data.slice(taken);
    left -= taken;
  }
  return found;
}

/* Returns { level, isOrdered, start, list } when the paragraph is an item of a list that is none. */
export function fakeItem(element, formats) {
  const said = /\bl(\d+)\s+level(\d+)(?:\s+lfo(\d+))?/.exec(lookOf(element)["mso-list"] || "");
  if (said) {
    const mark = ignored(element);
    const text = mark?.textContent.replace(/[\s\u00a0]+/g, "") ?? "";
    mark?.remove();
    const format = formats[`l${said[1]}:${said[2]}`] || "decimal";
    const kind = text ? kindOf(text) : { isOrdered: format !== "bullet" && !/MsoListBullet/.test(element.className), start: 1 };
    return { level: Number(said[2]), list: `${said[1]}/${said[3] || ""}`, ...kind };
  }
  if (/\bMsoListParagraph|\bMsoListBullet|\bMsoListNumber/.test(element.className)) {
    const number = takeMark(element, LEADING_NUMBER);
    if (number) return { level: depth(element), isOrdered: true, start: Number(number[1]) || 1, list: "number" };
    const bullet = takeMark(element, LEADING_BULLET);
    if (!bullet && !/MsoListBullet|MsoListNumber/.test(element.className)) return { isContinued: true };
    return { level: depth(element), isOrdered: /MsoListNumber/.test(element.className), start: 1, list: "bullet" };
  }
  return null;
}

/* For any line of text: the length of its mark when it begins like an item, else 0. */
export function leadingMark(text) {
  return LEADING_BULLET.exec(text)?.[0].length || 0;
}
