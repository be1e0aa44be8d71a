const small = ['zwei', 'drei', 'vier', 'fünf', 'sechs', 'sieben', 'acht', 'neun', 'zehn', 'elf', 'zwölf'];

/** Eine Anzahl in Worten bis zwölf. `one`: wie „ein“ gebeugt ist; `none`: wie „kein“. */
export function zahl(count: number, one = 'eine', none = 'keine'): string {
  if (count === 0) return none;
  return count === 1 ? one : (small[count - 2] ?? String(count));
}

/** `eine Regel`, `zwei Regeln`, `14 Regeln`. */
export function anzahl(count: number, single: string, many: string, one = 'eine'): string {
  return `${zahl(count, one)} ${count === 1 ? single : many}`;
}
