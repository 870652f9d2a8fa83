/** Bit → name. source  Linux 6.12, include/uapi/linux/capability.h */
const names = [
  ...['chown', 'dac_override', 'dac_read_search', 'fowner', 'fsetid', 'kill', 'setgid', 'setuid', 'setpcap', 'linux_immutable'],
  ...['net_bind_service', 'net_broadcast', 'net_admin', 'net_raw', 'ipc_lock', 'ipc_owner', 'sys_module', 'sys_rawio'],
  ...['sys_chroot', 'sys_ptrace', 'sys_pacct', 'sys_admin', 'sys_boot', 'sys_nice', 'sys_resource', 'sys_time'],
  ...['sys_tty_config', 'mknod', 'lease', 'audit_write', 'audit_control', 'setfcap', 'mac_override', 'mac_admin', 'syslog'],
  ...['wake_alarm', 'block_suspend', 'audit_read', 'perfmon', 'bpf', 'checkpoint_restore'],
];
/** Revision of the structure → words of each set in it. */
const revisions: ReadonlyMap<number, number> = new Map([
  [1, 1],
  [2, 2],
  [3, 2],
]);
const effectiveBit = 1;

/**
 * The capabilities that a file gives to who runs it.
 *
 * in      the extended attribute `security.capability`
 * out     in the notation of cap_from_text(3): names in the order of their bits, with `e` effective, `i` inheritable, `p` permitted:
 *         `cap_net_bind_service,cap_net_raw=ep`; several groups with a space between; undefined where the bytes are no such structure
 * source  Linux 6.12, include/uapi/linux/capability.h, struct vfs_cap_data; capabilities(7), "File capabilities"
 */
export function readCapability(bytes: Uint8Array): string | undefined {
  if (bytes.length < 4) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const head = view.getUint32(0, true);
  const revision = head >>> 24;
  const words = revisions.get(revision);
  if (words === undefined || bytes.length !== 4 + words * 8 + (revision === 3 ? 4 : 0)) return undefined;
  const bit = (at: number, number: number) => (view.getUint32(4 + (number >> 5) * 8 + at, true) >>> (number & 31)) & 1;
  const groups = new Map<string, string[]>();
  for (let number = 0; number < words * 32; number++) {
    const [permitted, inheritable] = [bit(0, number), bit(4, number)];
    if (!permitted && !inheritable) continue;
    const flags = `${head & effectiveBit ? 'e' : ''}${inheritable ? 'i' : ''}${permitted ? 'p' : ''}`;
    groups.set(flags, [...(groups.get(flags) ?? []), names[number] === undefined ? String(number) : `cap_${names[number]}`]);
  }
  return [...groups].map(([flags, list]) => `${list.join(',')}=${flags}`).join(' ') || '=';
}
