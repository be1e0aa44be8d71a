export {
  unknown,
  thinSpace,
  fixed,
  show,
  showLine,
  showChange,
  showAxis,
  showRound,
} from '@hubscope/core/format';
export type { Shown } from '@hubscope/core/format';
