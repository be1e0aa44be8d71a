export { rowsOf, putRows, amendRows } from '@hubscope/core/live';
export type { Row, Rows, RowChange } from '@hubscope/core/live';
