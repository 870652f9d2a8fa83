import { type ShellCommand, splitCommands } from '../../formats/shell/split-commands.ts';
import type { ScriptAct } from '../../model/layer.ts';

/** Acts of a script that are kept. */
const mostActs = 50;

/** What nobody but root can do. */
const rootCommands = new Set(
  'gosu su-exec su runuser chroot adduser useradd addgroup groupadd usermod groupmod deluser userdel passwd chpasswd mount umount iptables ip6tables nft modprobe insmod apt-get apt apk yum dnf microdnf dpkg rpm update-ca-certificates ldconfig setcap'.split(
    ' ',
  ),
);
/** What writes the files that it names; of `cp` and `mv` only the last. */
const writers = new Set(['mkdir', 'touch', 'tee', 'truncate', 'rm', 'chown', 'chgrp', 'chmod', 'cp', 'mv', 'ln', 'install']);
/** Changing an owner takes root even of what may be written, unless it is one's own already. */
const owners = new Set(['chown']);
/** What comes before the command that is meant. */
const prefixes = new Set(['exec', 'command', 'env', 'nohup', 'time', 'busybox', '/bin/busybox', '!', 'then', 'do', 'else', '{']);
const shells = new Set(['sh', 'bash', 'dash', 'ash', 'ksh', 'zsh']);
/** How scripts ask whether they are root. */
const asksWho = /\bid\b.*-[a-z]*u|\bE?UID\b|\bwhoami\b/;

/** Whether a program is a shell, by its name. */
export function isShell(program: string): boolean {
  return shells.has(nameOf(program));
}

/**
 * What a shell script does that root may have to do: commands that only root can run, files that it writes.
 *
 * in      its text
 * out     in order, at most 50. What stands in a branch that asks for root is left out: others do not come there
 */
export function findActs(text: string): readonly ScriptAct[] {
  const commands = splitCommands(text);
  const stops =
    /^#!.*\s-[a-z]*e/.test(text) ||
    commands.some(({ words: [first, ...rest] }) => first === 'set' && rest.some((word) => /^-[a-z]*e/.test(word ?? '')));
  const lines = text.split('\n');
  const acts: ScriptAct[] = [];
  const branches: boolean[] = [];
  let inFunction = 0;
  for (const [index, command] of commands.entries()) {
    const [first] = command.words;
    if (first === 'if') branches.push(asksWho.test(lines[command.line - 1] ?? ''));
    if (first === 'else' || first === 'elif') branches.splice(-1, 1, false);
    if (first === 'fi') branches.pop();
    if (first?.endsWith('{')) inFunction++;
    if (first === '}') inFunction--;
    const isOptional = branches.length > 0 || inFunction > 0 || command.end === '||' || isCondition(first);
    const decides = !isOptional && (stops || isLast(commands, index) || first === 'exec');
    if (!branches.includes(true) && !asksBefore(commands, index, lines)) acts.push(...actsOf(command, decides));
  }
  return acts.slice(0, mostActs);
}

/**
 * The same of words that are run as they are: `touch /srv/x`, or `sh -c` with a script.
 *
 * out     empty for a program whose work is not known
 */
export function findActsOfWords(words: readonly string[]): readonly ScriptAct[] {
  const [first = '', ...rest] = nameOf(words[0] ?? '') === 'busybox' ? words.slice(1) : words;
  if (isShell(first)) {
    const at = rest.findIndex((word) => /^-[a-z]*c$/.test(word));
    const text = at < 0 ? undefined : rest[at + 1];
    const stops = rest.slice(0, at + 1).some((word) => /^-[a-z]*e/.test(word));
    return text === undefined ? [] : findActs(stops ? `set -e; ${text}` : text);
  }
  return actsOf({ line: 1, words: [first, ...rest], outputs: [], end: '' }, true);
}

function actsOf({ line, words, outputs }: ShellCommand, decides: boolean): readonly ScriptAct[] {
  const start = words.findIndex((word) => word === null || !(prefixes.has(word) || /^[A-Za-z_]\w*=/.test(word)));
  const [word, ...rest] = start < 0 ? [] : words.slice(start);
  const name = nameOf(word ?? '');
  const written: ScriptAct[] = outputs.flatMap((target) =>
    target && isPlace(target) ? [{ line, command: '>', target, decides }] : [],
  );
  if (rootCommands.has(name)) return [...written, { line, command: name, decides }];
  if (owners.has(name)) return [...written, { line, command: name, decides }];
  if (!writers.has(name)) return written;
  const places = rest.filter((each) => each === null || !each.startsWith('-'));
  const meant =
    name === 'cp' || name === 'mv' || name === 'ln' || name === 'install'
      ? places.slice(-1)
      : name === 'chmod'
        ? places.slice(1)
        : places;
  return [
    ...written,
    ...meant.flatMap((target) => (target && isPlace(target) ? [{ line, command: name, target, decides }] : [])),
  ];
}

function isLast(commands: readonly ShellCommand[], index: number): boolean {
  let at = index;
  while (commands[at]?.end === '&&' && at < commands.length - 1) at++;
  return at === commands.length - 1;
}

function isCondition(word: string | null | undefined): boolean {
  return word === 'if' || word === 'elif' || word === 'while' || word === 'until' || word === 'for' || word === 'case';
}

/** `[ "$(id -u)" = 0 ] && chown …` */
function asksBefore(commands: readonly ShellCommand[], index: number, lines: readonly string[]): boolean {
  const before = commands[index - 1];
  return before?.end === '&&' && before.words[0] !== 'if' && asksWho.test(lines[before.line - 1] ?? '');
}

/** Devices and what the kernel makes stand in no image. */
function isPlace(path: string): boolean {
  return path !== '' && !/^\/(dev|proc|sys)(\/|$)/.test(path) && !path.startsWith('&');
}

function nameOf(program: string): string {
  return program.slice(program.lastIndexOf('/') + 1);
}
