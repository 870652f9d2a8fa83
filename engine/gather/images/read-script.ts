import { bytesOf, type Content } from '../../formats/content.ts';
import type { ScriptFile } from '../../model/layer.ts';
import { findActs, isShell } from './find-acts.ts';

/** Largest script that is read; bytes. */
export const scriptMaxBytes = 64 * 1024;

const utf8 = new TextDecoder();

/** Whether the first bytes and the mode are those of a program that another one reads; maintainers' scripts of packages are none. */
export function mayBeScript({
  path,
  head,
  mode,
}: {
  readonly path: string;
  readonly head: Uint8Array;
  readonly mode: number;
}): boolean {
  return head[0] === 0x23 && head[1] === 0x21 && (mode & 0o111) !== 0 && !path.startsWith('var/lib/dpkg/info/');
}

/**
 * What reads a script, and what it does that root may have to do.
 *
 * out     undefined where its first line names nothing
 * source  execve(2), "Interpreter scripts"
 */
export function readScript(path: string, content: Content): ScriptFile | undefined {
  const text = utf8.decode(bytesOf(content));
  const [first = ''] = text.split('\n', 1);
  const [program, ...rest] = first.slice(2).trim().split(/\s+/);
  if (!first.startsWith('#!') || !program) return undefined;
  const interpreter = program.endsWith('/env') ? rest.find((word) => !word.startsWith('-') && !word.includes('=')) : program;
  if (interpreter === undefined) return undefined;
  return { path, interpreter, acts: isShell(interpreter) ? findActs(text) : [] };
}
