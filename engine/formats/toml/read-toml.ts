import { parse, TomlError } from 'smol-toml';

/** A TOML document, or where it breaks. */
export type TomlReading =
  | { readonly value: Readonly<Record<string, unknown>> }
  | { readonly problem: { /** 1-based. */ readonly line: number; readonly message: string } };

/**
 * Reads one TOML document.
 *
 * out     dates as `Date`, as TOML has them; a document that breaks has no value
 * source  TOML 1.0.0
 */
export function readToml(text: string): TomlReading {
  try {
    return { value: parse(text) };
  } catch (error) {
    if (error instanceof TomlError) return { problem: { line: error.line, message: error.message.split('\n', 1)[0] ?? '' } };
    return { problem: { line: 1, message: error instanceof Error ? error.message : String(error) } };
  }
}

/**
 * The line of each table of a list: `[[name]]`.
 *
 * out     1-based, in order
 */
export function linesOfTables(text: string, name: string): readonly number[] {
  return text.split('\n').flatMap((line, index) => (line.replace(/\s|#.*$/g, '') === `[[${name}]]` ? [index + 1] : []));
}
