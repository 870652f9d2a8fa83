/** A detail longer than this helps nobody. */
const maxLength = 1500;

/**
 * What a tool said went wrong, as a sentence can hold it: without its warnings about deprecated fields, without empty lines.
 *
 * in      standard error; folders of this machine and this run, which have no place in a record that must be the same anywhere
 * out     one line; the end of it when it is long, since tools name the cause last
 */
export function toolWords(words: string, folders: readonly string[] = []): string {
  const lines = folders
    .reduce((text, folder) => text.replaceAll(`${folder}/`, '').replaceAll(folder, '.'), words)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^#? ?warning\b/i.test(line) && !/^[IW]\d{4} /.test(line));
  const said = lines.join('; ').replace(/^error: /i, '');
  if (said === '') return 'the tool said nothing';
  return said.length > maxLength ? `… ${said.slice(-maxLength)}` : said;
}
