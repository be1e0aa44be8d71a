import type { Redact } from './texts.js';

/** What takes the place of text that is left out. */
const mark = '[redacted]';

/**
 * What looks like an address of a person (with a version behind the `@`, as in `shop@1.4.0`, it is none); a JWT, with what dashes join to
 * it; a key of OpenAI and its kin, AWS, GitHub, Slack, Google; what stands after `Bearer`. The time for a text grows as its length does: the
 * first two are looked for only where a run of their letters begins, since from each letter of it they would be read to its end. They stand
 * first, so that no other takes that beginning from them.
 */
export const builtinRedactions: readonly string[] = [
  String.raw`(?<![\w.+-])[\w.+-]+@(?!v?\d+\.\d+\.\d)[\w-]+\.[\w.-]*\w`,
  String.raw`(?<![\w-])(?=[\w-]*\.[\w-]{8,}\.)[\w-]*?\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*`,
  String.raw`\b(?:sk|pk|rk)-[\w-]{16,}`,
  String.raw`\b(?:AKIA|ASIA)[A-Z0-9]{16}\b`,
  String.raw`\b(?:gh[pousr]|github_pat)_\w{20,}`,
  String.raw`\bxox[abprs]-[\w-]{10,}`,
  String.raw`\bAIza[\w-]{35}`,
  String.raw`\bBearer\s+[\w.~+/-]{8,}=*`,
];

/** Leaves out whatever fits one of these regular expressions. @throws SyntaxError where one is none */
export function redaction(patterns: readonly string[]): Redact {
  if (patterns.length === 0) return (text) => text;
  const any = new RegExp(patterns.map((pattern) => `(?:${pattern})`).join('|'), 'g');
  return (text) => text.replace(any, mark);
}
