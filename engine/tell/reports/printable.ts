/**
 * Text from outside as a terminal may show it: control characters, which could move the cursor or hide a line, become U+FFFD.
 */
export function printable(text: string): string {
  return text.replace(controls, '\uFFFD');
}

/** C0, DEL and C1 of Unicode, and the marks that turn the direction of text around. */
const controls = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;
