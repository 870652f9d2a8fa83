import { normalizePath } from '../../formats/tar/normalize-path.ts';

/**
 * Where a symlink leads, as the kernel follows it inside a container: `..` at the root stays there.
 *
 * in      path of the link; target as written
 * out     a normalized path; links on the way are not followed
 */
export function resolveLink(path: string, target: string): string {
  const isAbsolute = target.startsWith('/');
  let folder = isAbsolute ? '' : folderOf(path);
  let at = isAbsolute ? 1 : 0;
  for (; target.startsWith('../', at); at += 3) folder = folderOf(folder);
  const rest = target.slice(at);
  // Nearly every target steps up first and then only down.
  if (rest !== '' && normalizePath(rest) === rest) return folder === '' ? rest : `${folder}/${rest}`;
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of rest.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}
