/** The bytes that JSON is put together with. */
export const sign = {
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  bracket: 0x5b,
  bracketEnd: 0x5d,
  brace: 0x7b,
  braceEnd: 0x7d,
} as const;

const [backslash, minus, point, zero, nine] = [0x5c, 0x2d, 0x2e, 0x30, 0x39] as const;

/** Nested deeper than this is nothing that an exporter sends. */
const maxDepth = 100;

/** Powers of ten by which a division is exact where the dividend is. */
const powers = Array.from({ length: 16 }, (_, power) => 10 ** power);

const isDigit = (byte: number): boolean => byte >= zero && byte <= nine;

/** Reads JSON from bytes, in place, as strictly as JSON.parse does. A fault throws TypeError. Source: RFC 8259. */
export class JsonCursor {
  readonly words: DataView;
  at = 0;
  /** Whether the text that was passed last holds escapes. */
  escaped = false;

  constructor(readonly bytes: Buffer) {
    this.words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** How many bytes are still to be read. */
  get left(): number {
    return this.bytes.length - this.at;
  }

  #fault(): never {
    throw new TypeError(`byte ${String(this.at)} is no JSON`);
  }

  /** The byte at a place; 0, which JSON has nowhere, behind the end. */
  #byte(at: number): number {
    return at < this.bytes.length ? (this.bytes[at] ?? 0) : 0;
  }

  /** Passes over white space. @returns the byte that comes then */
  next(): number {
    let byte = this.#byte(this.at);
    while (byte === 32 || byte === 10 || byte === 13 || byte === 9) {
      this.at += 1;
      byte = this.#byte(this.at);
    }
    return byte;
  }

  /** Whether a sign comes next, which is passed over then. */
  takes(wanted: number): boolean {
    if (this.next() !== wanted) return false;
    this.at += 1;
    return true;
  }

  expect(wanted: number): void {
    if (!this.takes(wanted)) this.#fault();
  }

  /** Whether some bytes come next, which are passed over then. */
  follows(wanted: Uint8Array): boolean {
    const { at, bytes } = this;
    for (let each = 0; each < wanted.length; each += 1) if (bytes[at + each] !== wanted[each]) return false;
    this.at = at + wanted.length;
    return true;
  }

  /** @throws where anything but white space follows */
  end(): void {
    this.next();
    if (this.at < this.bytes.length) this.#fault();
  }

  /** Passes over the rest of a text whose opening quote is passed. @returns where its closing quote stands */
  textEnd(): number {
    const { bytes } = this;
    this.escaped = false;
    let at = this.at;
    for (; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === sign.quote) break;
      if (byte < 32) {
        this.at = at;
        this.#fault();
      }
      if (byte === backslash) {
        this.escaped = true;
        at += 1;
      }
    }
    if (at >= bytes.length) this.#fault();
    this.at = at + 1;
    return at;
  }

  /** A text with escapes, by where it begins and ends. @throws where one of them is none */
  text(from: number, to: number): string {
    try {
      return JSON.parse(this.bytes.toString('utf8', from - 1, to + 1)) as string;
    } catch {
      throw new TypeError(`byte ${String(from)} begins a text with an escape that is none`);
    }
  }

  #literal(text: string): boolean {
    for (let each = 0; each < text.length; each += 1)
      if (this.#byte(this.at + each) !== text.charCodeAt(each)) return false;
    this.at += text.length;
    return true;
  }

  takesNull(): boolean {
    return this.next() === 0x6e && this.#literal('null');
  }

  bool(name: string): boolean {
    this.next();
    if (this.#literal('true')) return true;
    if (this.#literal('false')) return false;
    throw new TypeError(`${name} is no boolean`);
  }

  /** Where the digits end that begin here. */
  digitsEnd(): number {
    let at = this.at;
    while (isDigit(this.#byte(at))) at += 1;
    return at;
  }

  /** Whether digits are a number of JSON with nothing behind them. */
  endsNumber(from: number, to: number): boolean {
    const behind = this.#byte(to);
    return behind !== point && (behind | 32) !== 0x65 && (to - from === 1 || this.#byte(from) !== zero);
  }

  /** A number of at most 15 digits and without an exponent, which is exact; NaN for any other. */
  plainNumber(): number {
    const negative = this.takes(minus);
    const first = this.at;
    let [at, value, behind] = [first, 0, -1];
    for (; ; at += 1) {
      const byte = this.#byte(at);
      if (byte === point && behind < 0) behind = at;
      else if (isDigit(byte)) value = value * 10 + byte - zero;
      else break;
    }
    const whole = (behind < 0 ? at : behind) - first;
    const fraction = behind < 0 ? 0 : at - behind - 1;
    const good =
      whole > 0 &&
      (whole === 1 || this.#byte(first) !== zero) &&
      (behind < 0 || fraction > 0) &&
      whole + fraction <= 15 &&
      (this.#byte(at) | 32) !== 0x65;
    if (!good) return NaN;
    this.at = at;
    const size = value / (powers[fraction] ?? 1);
    return negative ? -size : size;
  }

  /** A number as it is written, without the quotes that it may have. @throws where it is none */
  numberText(name: string): string {
    if (this.takes(sign.quote)) {
      const from = this.at;
      const to = this.textEnd();
      return this.escaped ? this.text(from, to) : this.bytes.toString('latin1', from, to);
    }
    const from = this.at;
    if (!this.#number()) throw new TypeError(`${name} is no number`);
    return this.bytes.toString('latin1', from, this.at);
  }

  #digits(): boolean {
    const from = this.at;
    while (isDigit(this.#byte(this.at))) this.at += 1;
    return this.at > from;
  }

  /** Passes over a number. */
  #number(): boolean {
    if (this.#byte(this.at) === minus) this.at += 1;
    const first = this.at;
    if (!this.#digits() || (this.at - first > 1 && this.#byte(first) === zero)) return false;
    if (this.#byte(this.at) === point) {
      this.at += 1;
      if (!this.#digits()) return false;
    }
    if ((this.#byte(this.at) | 32) !== 0x65) return true;
    this.at += 1;
    const mark = this.#byte(this.at);
    if (mark === minus || mark === 0x2b) this.at += 1;
    return this.#digits();
  }

  /** Passes over a value that nothing reads. */
  skip(depth: number): void {
    if (depth > maxDepth) throw new TypeError('values are nested too deep');
    switch (this.next()) {
      case sign.quote: {
        this.at += 1;
        const from = this.at;
        const to = this.textEnd();
        if (this.escaped) this.text(from, to);
        return;
      }
      case sign.brace:
        this.at += 1;
        if (this.takes(sign.braceEnd)) return;
        do {
          if (this.next() !== sign.quote) this.#fault();
          this.skip(depth);
          this.expect(sign.colon);
          this.skip(depth + 1);
        } while (this.takes(sign.comma));
        this.expect(sign.braceEnd);
        return;
      case sign.bracket:
        this.at += 1;
        if (this.takes(sign.bracketEnd)) return;
        do this.skip(depth + 1);
        while (this.takes(sign.comma));
        this.expect(sign.bracketEnd);
        return;
      default:
        if (!this.#literal('true') && !this.#literal('false') && !this.#literal('null') && !this.#number())
          this.#fault();
    }
  }
}
