import type { Distribution } from '../../model/distribution.ts';

/** Names in `redhat-release` → `ID` of the same distribution's os-release. */
const redHatNames: readonly (readonly [name: RegExp, id: string, like: readonly string[]])[] = [
  [/^Red Hat Enterprise Linux/, 'rhel', ['fedora']],
  [/^CentOS/, 'centos', ['rhel', 'fedora']],
  [/^AlmaLinux/, 'almalinux', ['rhel', 'centos', 'fedora']],
  [/^Rocky Linux/, 'rocky', ['rhel', 'centos', 'fedora']],
  [/^Oracle Linux/, 'ol', ['fedora']],
  [/^Fedora/, 'fedora', []],
];

/**
 * The distribution that a file older than os-release tells of.
 *
 * in      path of the file; its text without white space around it
 * out     undefined where it names none that is known. A Debian release that is not out yet (`trixie/sid`) is none: Ubuntu and others
 *         keep Debian's file, so a word in it does not tell whose it is, and a number is Debian's own
 * source  Debian's base-files, Alpine's alpine-base, the release packages of Red Hat and its kin
 */
export function readRelease(path: string, text: string): Omit<Distribution, 'path'> | undefined {
  if (path.endsWith('alpine-release'))
    return /^\d+\.\d+/.test(text) ? { id: 'alpine', like: [], versionId: firstWord(text) } : undefined;
  if (path.endsWith('debian_version'))
    return /^\d+(?:\.\d+)*$/.test(text) ? { id: 'debian', like: [], versionId: text } : undefined;
  const [line = ''] = text.split('\n');
  const [, id, like = []] = redHatNames.find(([name]) => name.test(line)) ?? [];
  const [, versionId] = /\brelease (\d+(?:\.\d+)?)/.exec(line) ?? [];
  return id === undefined
    ? undefined
    : { id, like, ...(versionId !== undefined && { versionId }), title: line.trim().slice(0, 200) };
}

function firstWord(text: string): string {
  return text.split(/\s/, 1)[0] ?? '';
}
