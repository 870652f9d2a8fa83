/**
 * Text from outside as a SARIF message that shows it as it is: nothing in it becomes a link or a placeholder.
 *
 * source  SARIF 2.1.0, 3.11.5 "Messages with placeholders" and 3.11.6 "Messages with embedded links"
 */
export function sarifText(text: string): string {
  return text.replace(/[\\[\]]/g, '\\$&').replace(/[{}]/g, '$&$&');
}
