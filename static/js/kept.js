/* What the browser keeps until the server has it, by person: drafts ("draft:<person>:<workbook>:<question>"), comments
   ("comment:<person>:<place>") and ticks ("checklist-ticks:<person>"). Nobody's is touched when somebody else signs in
   or out. Storage may be off, or full: `write` says whether the text is kept. */

function storage(act, otherwise) {
  try {
    return act(window.localStorage);
  } catch {
    return otherwise;
  }
}

export const draftsOf = (person) => `draft:${person}:`;
export const commentsOf = (person) => `comment:${person}:`;
export const ticksOf = (person) => `checklist-ticks:${person}`;

export const read = (name) => storage((store) => store.getItem(name), null);
export const write = (name, text) =>
  storage((store) => {
    store.setItem(name, text);
    return true;
  }, false);
export const forget = (name) => storage((store) => store.removeItem(name), undefined);
export const names = (prefix) => storage((store) => Object.keys(store).filter((name) => name.startsWith(prefix)), []);
const ticksThemselves = (person) => names(ticksOf(person)).filter((name) => name === ticksOf(person));
export const unsentOf = (person) => [draftsOf, commentsOf].flatMap((of) => names(of(person))).concat(ticksThemselves(person));
