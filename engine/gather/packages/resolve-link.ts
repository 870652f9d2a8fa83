/**
 * Where a symlink leads, as the kernel follows it inside a container: `..` at the root stays there.
 *
 * in      path of the link; target as written
 * out     a normalized path; links on the way are not followed
 */
export function resolveLink(path: string, target: string): string {
  const parts = target.startsWith('/') ? [] : path.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
