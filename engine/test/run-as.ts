import { spawnSync } from 'node:child_process';

/** How a container runtime would start a process; see `runAs`. */
export interface RunAs {
  /** Folder of its root. */
  readonly root: string;
  readonly workingDirectory: string;
  readonly uid: number;
  /** The first is its own. */
  readonly groups: readonly number[];
  /** Without `cap_`. */
  readonly capabilities: readonly string[];
  readonly noNewPrivileges: boolean;
  /** The first port that everybody may listen on. */
  readonly firstPort: number;
}

/** What became of it. */
export interface RanAs {
  /** Null where it was still running when the test ended it. */
  readonly code: number | null;
  readonly output: string;
}

/** As long as servers are given to fail; milliseconds. */
const patienceMs = 700;
/** What this program needs itself to become somebody else. */
const own = ['setuid', 'setgid', 'sys_chroot'];

/** In Perl, which every Debian has: the order is that of a runtime. */
const start = `
use POSIX;
my ($root, $folder, $uid, $groups, $port, @words) = @ARGV;
open(my $file, '>', '/proc/sys/net/ipv4/ip_unprivileged_port_start') or die; print $file $port; close($file) or die;
chroot($root) or die; chdir($folder) or die;
my ($group) = split / /, $groups;
$) = "$group $groups"; POSIX::setgid($group); POSIX::setuid($uid);
exec { $words[0] } @words; print STDERR "$words[0]: $!\\n"; exit 126;
`;

/** Why this machine cannot start processes so; undefined where it can. */
export function whyNotRunAs(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root becomes somebody else';
  const net = spawnSync('unshare', ['--net', 'perl', '-MPOSIX', '-e', '1']).status;
  return net === 0 ? undefined : 'there is no network of its own to be had (setpriv, unshare, perl)';
}

/** Starts a program in a folder as its root, as this user, in a network of its own. */
export function runAs(words: readonly string[], run: RunAs): RanAs {
  const { root, workingDirectory, uid, groups, capabilities, noNewPrivileges, firstPort } = run;
  const bounding = `--bounding-set=-all,${[...own, ...capabilities].map((name) => `+${name}`).join(',')}`;
  const inside = ['perl', '-e', start, root, workingDirectory || '/', String(uid), groups.join(' '), String(firstPort), ...words];
  const nnp = noNewPrivileges ? ['--no-new-privs'] : [];
  const { status, stdout, stderr } = spawnSync('unshare', ['--net', 'setpriv', ...nnp, bounding, ...inside], {
    encoding: 'utf8',
    timeout: patienceMs,
    killSignal: 'SIGKILL',
    env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  });
  return { code: status, output: `${stdout}${stderr}`.trim() };
}
