import { bytesOf, type Content } from '../../formats/content.ts';
import type { GroupAccount, UserAccount } from '../../model/layer.ts';

/** Where an image says who its users and groups are. */
export const accountPaths = { users: 'etc/passwd', groups: 'etc/group' } as const;

/** Largest of these files that is read; bytes. */
export const accountsMaxBytes = 1024 * 1024;

const mostAccounts = 1_000;
const utf8 = new TextDecoder();

/**
 * Users of `/etc/passwd`: names and numbers, and nothing else of it.
 *
 * out     one for each line with a name and two numbers, at most a thousand
 * source  passwd(5)
 */
export function readUsers(content: Content): UserAccount[] {
  return fieldsOf(content).flatMap(([name = '', , uid = '', gid = '']) =>
    name !== '' && isNumber(uid) && isNumber(gid) ? [{ name, uid: Number(uid), gid: Number(gid) }] : [],
  );
}

/**
 * Groups of `/etc/group`.
 *
 * out     one for each line with a name and a number, at most a thousand
 * source  group(5)
 */
export function readGroups(content: Content): GroupAccount[] {
  return fieldsOf(content).flatMap(([name = '', , gid = '', list = '']) => {
    if (name === '' || !isNumber(gid)) return [];
    const members = list.trim() === '' ? [] : list.trim().split(',').slice(0, mostAccounts);
    return [{ name, gid: Number(gid), ...(members.length > 0 && { members }) }];
  });
}

function fieldsOf(content: Content): string[][] {
  const lines = utf8.decode(bytesOf(content)).split('\n');
  return lines
    .filter((line) => line.includes(':') && !line.startsWith('#'))
    .slice(0, mostAccounts)
    .map((line) => line.split(':'));
}

function isNumber(text: string): boolean {
  return /^\d{1,10}$/.test(text);
}
