/* What a page needs on which the questions of a workbook are answered. */
import "./autosave.js";
import "./fields.js";
import "./conditions.js";
import "./keeping.js";
import "./next.js";
