/** What is drawn on: a terminal's output. */
export interface Output {
  readonly columns?: number;
  readonly rows?: number;
  readonly writableNeedDrain?: boolean;
  write(text: string): unknown;
}

/** What keys come from: a terminal's input. */
export interface Input {
  setRawMode?(raw: boolean): unknown;
}

// The alternate screen, no wrapping at the right edge, no cursor; and back.
const begin = '\x1b[?1049h\x1b[?7l\x1b[?25l';
const end = '\x1b[0m\x1b[?25h\x1b[?7h\x1b[?1049l';

/** A terminal that is drawn on as a whole and left as it was found. */
export class Screen {
  readonly #output: Output;
  readonly #input: Input;
  #shown: readonly string[] = [];
  #entered = false;

  constructor(output: Output, input: Input) {
    this.#output = output;
    this.#input = input;
  }

  get columns(): number {
    return this.#output.columns ?? 80;
  }

  get rows(): number {
    return this.#output.rows ?? 24;
  }

  enter(): void {
    if (this.#entered) return;
    this.#entered = true;
    this.#input.setRawMode?.(true);
    this.#output.write(begin);
    this.forget();
  }

  /** Gives the terminal back; safe to call at any time, also twice. */
  leave(): void {
    if (!this.#entered) return;
    this.#entered = false;
    this.#output.write(end);
    this.#input.setRawMode?.(false);
  }

  /** The next picture is drawn whole. */
  forget(): void {
    this.#shown = [];
    if (this.#entered) this.#output.write('\x1b[2J');
  }

  /** Writes the rows that changed. A terminal that is behind (a slow line) is not given more. */
  draw(lines: readonly string[]): void {
    if (!this.#entered || this.#output.writableNeedDrain === true) return;
    const changes = lines.flatMap((line, row) =>
      line === this.#shown[row] ? [] : [`\x1b[${String(row + 1)};1H${line}\x1b[K`],
    );
    this.#shown = lines;
    if (changes.length > 0) this.#output.write(changes.join(''));
  }
}
