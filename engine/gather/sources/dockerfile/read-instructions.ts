/** One instruction of a Dockerfile. */
export interface Instruction {
  /** In upper case; of what `ONBUILD` defers, the instruction that it defers. */
  readonly keyword: string;
  /** What follows the keyword, without comments, continuations joined; heredocs are left out. */
  readonly text: string;
  /** 1-based line where it begins. */
  readonly line: number;
  /** The lines that it is written on, heredocs left out. */
  readonly written: readonly WrittenLine[];
}

/** A line of the file. */
export interface WrittenLine {
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

/** What a Dockerfile consists of, as far as it can be read. */
export interface ReadDockerfile {
  readonly instructions: readonly Instruction[];
  /** Character that continues lines and escapes variables: `\` or a backtick. */
  readonly escapeMark: string;
  /** 1-based line of a heredoc that never ends; what follows it is not read. */
  readonly openHeredoc?: number;
}

const directive = /^#[ \t]*(\w+)[ \t]*=[ \t]*(.*?)[ \t]*$/;
const comment = /^[ \t]*#/;
const heredoc = /(?:^|\s)\d*<<-?(["']?)([A-Za-z_][\w.-]*)\1(?=\s|$)/g;
const mayHoldHeredoc = /^(?:RUN|COPY|ADD)$/;

/**
 * Cuts a Dockerfile into instructions.
 *
 * in      any text; Windows line ends are fine
 * cost    one pass over the lines
 * source  https://docs.docker.com/reference/dockerfile/, "Format", "Parser directives", "Here-documents"
 */
export function readInstructions(source: string): ReadDockerfile {
  const lines = source.replace(/^\uFEFF/, '').split(/\r?\n/);
  const escapeMark = readEscape(lines);
  const continued = escapeMark === '`' ? /`[ \t]*$/ : /\\[ \t]*$/;
  const instructions: Instruction[] = [];
  for (let at = 0; at < lines.length; ) {
    const written: WrittenLine[] = [];
    for (let goesOn = true; goesOn && at < lines.length; at += 1) {
      const text = lines[at] ?? '';
      if (comment.test(text) || text.trim() === '') {
        if (written.length === 0) break;
        continue;
      }
      goesOn = continued.test(text);
      written.push({ line: at + 1, text: goesOn ? text.replace(continued, '') : text });
    }
    if (written.length === 0) {
      at += 1;
      continue;
    }
    const instruction = toInstruction(written);
    instructions.push(instruction);
    const end = mayHoldHeredoc.test(instruction.keyword) ? skipHeredocs(instruction.text, lines, at) : at;
    if (end === undefined) return { instructions, escapeMark, openHeredoc: instruction.line };
    at = end;
  }
  return { instructions, escapeMark };
}

/** Directives stand before anything else, comments included. */
function readEscape(lines: readonly string[]): string {
  for (const line of lines) {
    const [, name, value] = directive.exec(line) ?? [];
    if (name === undefined) break;
    if (name.toLowerCase() === 'escape' && value === '`') return '`';
  }
  return '\\';
}

function toInstruction(written: readonly WrittenLine[]): Instruction {
  const whole = written
    .map(({ text }) => text)
    .join(' ')
    .trim()
    .replace(/^ONBUILD\s+/i, '');
  const keyword = /^\S*/.exec(whole)?.[0] ?? '';
  return { keyword: keyword.toUpperCase(), text: whole.slice(keyword.length).trim(), line: written[0]?.line ?? 1, written };
}

/** Index of the line after the heredocs that an instruction opens; undefined where one never ends. */
function skipHeredocs(text: string, lines: readonly string[], from: number): number | undefined {
  let at = from;
  for (const [, , word = ''] of text.matchAll(heredoc)) {
    while (at < lines.length && lines[at]?.replace(/^\t+/, '') !== word) at += 1;
    if (at >= lines.length) return undefined;
    at += 1;
  }
  return at;
}
