export {
  titleOf,
  sorted,
  moreWords,
  verdictWords,
  overallPhrase,
  rowFigure,
  percent,
  beforeAfter,
  comparedWords,
  explained,
  asMarkdown,
  batchWords,
} from '@hubscope/core/live';
