import * as core from '@hubscope/core/live';
import { spoken } from './spoken.js';

/** What the page and the terminal say alike, in the language in force. */
export const told = spoken('told', core.englishWords);

/** The same function, in the language in force. */
function inLanguage<Given extends unknown[], Answer>(
  say: (...given: [...Given, words?: core.LiveWords]) => Answer,
): (...given: Given) => Answer {
  return (...given) => say(...given, told);
}

export const alertSentence = inLanguage(core.alertSentence);
export const budgetWords = inLanguage(core.budgetWords);
export const titleOf = inLanguage(core.titleOf);
export const overallPhrase = inLanguage(core.overallPhrase);
export const rowFigure = inLanguage(core.rowFigure);
export const percent = inLanguage(core.percent);
export const beforeAfter = inLanguage(core.beforeAfter);
export const comparedWords = inLanguage(core.comparedWords);
export const keptAgainst = inLanguage(core.keptAgainst);
export const explained = inLanguage(core.explained);
export const asMarkdown = inLanguage(core.asMarkdown);
export const batchWords = inLanguage(core.batchWords);
export const sumWords = inLanguage(core.sumWords);
export const troubleLines = inLanguage(core.troubleLines);

/** A signal's name; one that this page does not know keeps the server's. */
export function signalTitle({ name, title }: { readonly name: string; readonly title: string }): string {
  return told.signals[name] ?? title;
}
