/**
 * The words rule: what a person reads on the dashboard stands in its folder of words, in every language, and nowhere else.
 */

/** Attributes that are read, on elements and on components of ours. */
const read = new Set(['alt', 'aria-label', 'aria-description', 'label', 'placeholder', 'title', 'what']);
/** What is the same in every language. */
const names = new Set(['Hubscope', 'UTC', 'ms']);

/**
 * What is looked at of a piece of syntax, JSX too, which the linter's own types do not know.
 * @typedef {object} Syntax
 * @property {string} type
 * @property {Syntax} parent
 * @property {unknown} [value]
 * @property {Syntax} [test]
 * @property {Syntax} [right]
 * @property {string} [operator]
 * @property {readonly Syntax[]} [quasis]
 * @property {{ readonly name: string }} [name]
 * @property {{ readonly name: { readonly name: string } }} [openingElement]
 */

/** @param {unknown} text */
function isWords(text) {
  return typeof text === 'string' && /\p{L}{2}/u.test(text) && !names.has(text.trim());
}

/**
 * Whether what an expression gives is read: as a child of an element or as an attribute that is read.
 * @param {Syntax} node
 */
function isRead(node) {
  let at = node;
  for (;;) {
    const { parent } = at;
    const passes =
      (parent.type === 'ConditionalExpression' && parent.test !== at) ||
      (parent.type === 'LogicalExpression' && (parent.right === at || parent.operator === '??')) ||
      (parent.type === 'BinaryExpression' && parent.operator === '+') ||
      (parent.type === 'TemplateLiteral' && parent.quasis?.includes(at));
    if (passes) at = parent;
    else if (parent.type === 'JSXAttribute') return read.has(parent.name?.name ?? '');
    else if (parent.type === 'JSXExpressionContainer') {
      if (parent.parent.type !== 'JSXAttribute') return !isTyped(parent.parent);
      at = parent;
    } else return false;
  }
}

/**
 * Whether an element holds what is typed as it stands: code and keys.
 * @param {Syntax} element
 */
function isTyped({ type, openingElement }) {
  return type === 'JSXElement' && ['code', 'kbd'].includes(openingElement?.name.name ?? '');
}

/** @param {import('eslint').Rule.Node} node */
const syntaxOf = (node) => /** @type {Syntax} */ (/** @type {unknown} */ (node));

/** @type {import('eslint').Rule.RuleModule} */
export const noBareWords = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { bare: 'Words that are read stand in packages/dashboard/words, in every language.' },
  },
  create: (context) => ({
    /** @param {import('eslint').Rule.Node} node */
    JSXText(node) {
      const { value, parent } = syntaxOf(node);
      if (isWords(value) && !isTyped(parent)) context.report({ node, messageId: 'bare' });
    },
    Literal(node) {
      if (isWords(node.value) && isRead(syntaxOf(node))) context.report({ node, messageId: 'bare' });
    },
    TemplateElement(node) {
      if (isWords(node.value.raw) && isRead(syntaxOf(node))) context.report({ node, messageId: 'bare' });
    },
  }),
};

const bound = 'The dashboard takes it from its folder of words, where it is in the language in force.';
const told = [
  ...['alertSentence', 'budgetWords', 'titleOf', 'overallPhrase', 'rowFigure', 'percent', 'beforeAfter'],
  ...['comparedWords', 'keptAgainst', 'explained', 'asMarkdown', 'batchWords', 'sumWords', 'troubleLines'],
];

/** The rule as ESLint configuration. */
export const wordsRule = {
  files: ['packages/dashboard/**/*.{ts,tsx}'],
  ignores: ['packages/dashboard/words/**', '**/*.test.{ts,tsx}', '**/testing/**'],
  plugins: { words: { rules: { 'no-bare-words': noBareWords } } },
  rules: {
    'words/no-bare-words': /** @type {const} */ ('error'),
    '@typescript-eslint/no-restricted-imports': /** @type {any} */ ([
      'error',
      {
        paths: [
          { name: '@hubscope/core/format', message: bound },
          { name: '@hubscope/core/live', importNames: told, message: bound },
        ],
      },
    ]),
  },
};
