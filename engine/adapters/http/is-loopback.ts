import { isIPv4 } from 'node:net';

/** Whether a host name is this machine itself: nobody is in between. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || (isIPv4(hostname) && hostname.startsWith('127.'));
}
