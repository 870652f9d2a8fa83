/** A detail longer than this helps nobody. */
const maxLength = 1500;

/** What Go prints for a pointer: another one each time. */
const memoryAddress = /\b0xc[0-9a-f]{6,15}\b/g;

/** Lines that tell of no failure: deprecated fields, Kubernetes' log at the levels below error, Helm's, links that Helm follows, its advice. */
const notices = /^#? ?warning\b|^[IW]\d{4} |^level=(?:debug|info|warn)\b|^walk\.go:\d+: |^use --debug flag\b/i;

/** Folders that a tool may name. None has a place in a record that must be the same anywhere. */
export interface SpokenFolders {
  /** The folder that paths are told relative to, in each way that the tool may write it. */
  readonly here: readonly string[];
  /** Those of this run, which mean nothing to a reader. */
  readonly passing: readonly string[];
}

/**
 * What a tool said went wrong, as a sentence can hold it: without its warnings about deprecated fields, without empty lines, without
 * the time and process number that Kubernetes tools put before an error, without addresses of its memory.
 *
 * in      standard error
 * out     one line; the end of it when it is long, since tools name the cause last
 */
export function toolWords(words: string, { here, passing }: SpokenFolders = { here: [], passing: [] }): string {
  const replacements = [...passing.map((folder) => [folder, ''] as const), ...here.flatMap(withAbove)];
  const lines = replacements
    .reduce((text, [folder, shown]) => replaceFolder(text, folder, shown), words)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !notices.test(line))
    .map(withoutLogHeader);
  const said = lines
    .join('; ')
    .replaceAll(':; ', ': ')
    .replace(/^error: /i, '')
    .replace(memoryAddress, '0x…');
  if (said === '') return 'the tool said nothing';
  return said.length > maxLength ? `… ${said.slice(-maxLength)}` : said;
}

/** A folder and those above it, innermost first, with what leads there from it: sources may lie beside the configuration. */
function withAbove(folder: string): (readonly [folder: string, shown: string])[] {
  const found: (readonly [string, string])[] = [];
  for (let at = folder, shown = ''; /[^/.]/.test(at.slice(at.lastIndexOf('/'))); at = at.slice(0, at.lastIndexOf('/'))) {
    found.push([at, shown]);
    shown += '../';
    if (!at.includes('/')) break;
  }
  return found;
}

/** Only where a path begins and a name of it ends. */
function replaceFolder(text: string, folder: string, shown: string): string {
  const literal = folder.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return text
    .replace(new RegExp(`(?<![\\w./-])${literal}/`, 'g'), shown)
    .replace(new RegExp(`(?<![\\w./-])${literal}(?![\\w./-])`, 'g'), shown.replace(/\/$/, '') || '.');
}

/** `E1122 23:30:53.206285   13047 run.go:72] "command failed" err="…"` says nothing but `…`. */
function withoutLogHeader(line: string): string {
  const text = line.replace(/^[EF]\d{4} [\d:.]+ +\d+ \S+\] /, '');
  const [, error] = /^"command failed" err="(.*)"$/.exec(text) ?? [];
  return error === undefined ? text : error.replace(/\\(.)/g, '$1');
}
