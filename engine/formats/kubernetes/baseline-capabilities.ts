/**
 * Capabilities that a container may add and stay within the baseline level: those that container runtimes give by themselves.
 *
 * source  https://kubernetes.io/docs/concepts/security/pod-security-standards/, "Capabilities"
 */
export const baselineCapabilities: readonly string[] = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];
