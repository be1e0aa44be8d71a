/** Whether a name fits a glob, in which `*` stands for any text and `?` for one character; all else stands for itself. */
export function fitsGlob(glob: string, name: string): boolean {
  // Two pointers and one place to go back to: linear but for the last star, whatever the glob.
  let [at, from, star, mark] = [0, 0, -1, 0];
  while (from < name.length) {
    const wanted = glob[at];
    if (wanted === '*') {
      star = at;
      mark = from;
      at += 1;
    } else if (wanted !== undefined && (wanted === '?' || wanted === name[from])) {
      at += 1;
      from += 1;
    } else if (star >= 0) {
      at = star + 1;
      mark += 1;
      from = mark;
    } else return false;
  }
  while (glob[at] === '*') at += 1;
  return at === glob.length;
}
