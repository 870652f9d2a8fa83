/** A simple command of a shell script. */
export interface ShellCommand {
  /** 1-based, where it begins. */
  readonly line: number;
  /** Without quotes; null for a word that only running tells: variables, substitutions. */
  readonly words: readonly (string | null)[];
  /** Files that it writes by redirection, likewise. */
  readonly outputs: readonly (string | null)[];
  /** What follows it; empty at the end. */
  readonly end: ';' | '&&' | '||' | '|' | '&' | '(' | ')' | '';
}

/** A script is cut off after this many commands. */
const mostCommands = 5_000;

type Token = { readonly kind: 'word'; readonly text: string | null } | { readonly kind: 'sign'; readonly text: string };

/**
 * Splits the text of a POSIX shell, or a like one, into simple commands. Words such as `if` and `do` begin commands as others do.
 *
 * in      any text
 * out     never fails: what is no shell gives commands without sense
 * cost    O(text)
 * source  POSIX.1-2024, Shell Command Language, "Token Recognition"
 */
export function splitCommands(text: string): readonly ShellCommand[] {
  const scanner = new Scanner(text);
  const commands: ShellCommand[] = [];
  let draft: { line: number; words: (string | null)[]; outputs: (string | null)[] } | undefined;
  const close = (end: ShellCommand['end']) => {
    if (draft) commands.push({ ...draft, end });
    draft = undefined;
  };
  for (let token = scanner.next(); token && commands.length < mostCommands; token = scanner.next()) {
    draft ??= token.kind === 'word' || /^[<>]/.test(token.text) ? { line: scanner.line, words: [], outputs: [] } : undefined;
    if (token.kind === 'word') draft?.words.push(token.text);
    else if (/^[<>]/.test(token.text)) takeRedirection(token.text, scanner, draft?.outputs ?? []);
    else close(token.text === '\n' || token.text === ';;' ? ';' : (token.text as ShellCommand['end']));
  }
  close('');
  return commands;
}

function takeRedirection(sign: string, scanner: Scanner, outputs: (string | null)[]): void {
  const target = scanner.next();
  if (target?.kind !== 'word') return;
  if (sign.startsWith('<<') && sign !== '<<<') scanner.skipDocument(target.text ?? '');
  else if (sign === '>' || sign === '>>' || sign === '>|') outputs.push(target.text);
}

/** Blanks, comments, and the ends of lines that go on. */
const blanks = /(?:[ \t\r]|\\\n|#[^\n]*)*/y;
const signs = /<<<|<<-|&&|\|\||;;|<<|>>|>&|<&|>\||<>|[;&|()<>\n]/y;
/** What stands for itself in a word, as far as it goes. */
const plain = /[^ \t\r\n;&|()<>'"\\$`*?]*/y;
/** What stands for something else in a word. */
const specials = '\'"\\$`*?';

function newlines(text: string): number {
  return text.includes('\n') ? text.split('\n').length - 1 : 0;
}

class Scanner {
  line = 1;
  readonly #text: string;
  #at = 0;
  #documents: string[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  next(): Token | undefined {
    this.line += newlines(this.#take(blanks));
    if (this.#at >= this.#text.length) return undefined;
    const sign = this.#take(signs);
    if (sign === '') return this.#word();
    if (sign === '\n') this.#endLine();
    return { kind: 'sign', text: sign };
  }

  /** What stands below this line until a line with this word alone is no command. */
  skipDocument(word: string): void {
    this.#documents.push(word);
  }

  /** What fits here; expressions are faster than loops in runs that are over before code is optimized. */
  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [found = ''] = pattern.exec(this.#text) ?? [];
    this.#at += found.length;
    return found;
  }

  #endLine(): void {
    this.line++;
    for (const word of this.#documents.splice(0)) this.#skipTo(word);
  }

  #skipTo(word: string): void {
    while (this.#at < this.#text.length) {
      const end = this.#text.indexOf('\n', this.#at);
      const line = this.#text.slice(this.#at, end < 0 ? undefined : end).trim();
      this.#at = end < 0 ? this.#text.length : end + 1;
      this.line++;
      if (line === word) return;
    }
  }

  #word(): Token {
    let text = this.#take(plain);
    let isLiteral = true;
    for (; this.#at < this.#text.length; text += this.#take(plain)) {
      const character = this.#text[this.#at] ?? '';
      if (!specials.includes(character)) break;
      this.#at++;
      if (character === "'") text += this.#until("'");
      else if (character === '"') {
        const quoted = this.#quoted();
        isLiteral &&= !/[$`]/.test(quoted);
        text += quoted;
      } else if (character === '\\') {
        text += this.#text[this.#at++] ?? '';
      } else {
        isLiteral &&= !'$`*?'.includes(character);
        text += character;
        if (character === '`') text += this.#until('`');
        if (character === '$') text += this.#expansion();
      }
    }
    // A number right before a redirection is the number of a file, and no word.
    if (text.length === 1 && /\d/.test(text) && /[<>]/.test(this.#text[this.#at] ?? ''))
      return this.next() ?? { kind: 'word', text: null };
    return { kind: 'word', text: isLiteral ? text : null };
  }

  #until(mark: string): string {
    const found = this.#text.indexOf(mark, this.#at);
    const end = found < 0 ? this.#text.length : found;
    const text = this.#text.slice(this.#at, end);
    this.#at = end + 1;
    this.line += newlines(text);
    return text;
  }

  #quoted(): string {
    const from = this.#at;
    for (; this.#at < this.#text.length && this.#text[this.#at] !== '"'; this.#at++) {
      if (this.#text[this.#at] === '\\') this.#at++;
      else if (this.#text[this.#at] === '$' && this.#text[this.#at + 1] === '(') {
        this.#at++;
        this.#expansion();
        this.#at--;
      }
    }
    const text = this.#text.slice(from, this.#at);
    this.#at++;
    this.line += newlines(text);
    return text;
  }

  /** `$(…)` and `${…}` to their end, however deep. */
  #expansion(): string {
    const open = this.#text[this.#at];
    const shut = open === '(' ? ')' : open === '{' ? '}' : undefined;
    if (shut === undefined) return '';
    const from = this.#at;
    for (let depth = 0; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at];
      if (character === open) depth++;
      if (character === shut && --depth === 0) break;
    }
    this.#at++;
    return this.#text.slice(from, this.#at);
  }
}
