import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentOf } from '../../../formats/content.ts';
import { writeElf } from '../../../formats/elf/write-elf.ts';
import { assertGolden } from '../../../test/golden.ts';
import { binaries } from './binaries.ts';
import { knownPrograms } from './known-programs.ts';

const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name);
const program = (text: string, section = '.rodata') =>
  writeElf({ '.text': Buffer.from('code'), [section]: Buffer.from(text, 'latin1') });
const read = (path: string, bytes: Uint8Array) => binaries.read({ path, content: contentOf(bytes) });
const said = (path: string, bytes: Uint8Array) => {
  const { items, gaps } = read(path, bytes);
  return [...items.map(({ name, version }) => `${name}@${version}`), ...gaps.map(({ code }) => code)].join(' ');
};

test('golden: a web server that also names the library that it was built with', () => {
  const texts = readFileSync(fixture('a-web-server.rodata.txt'), 'latin1').replaceAll('|', '\0');
  assertGolden(fixture('a-web-server.expected.json'), read('usr/sbin/nginx', program(texts)));
});

/** File, what stands in it, what it is. */
const rows: readonly (readonly [file: string, text: string, found: string])[] = [
  ['usr/sbin/apache2', '\0Apache/2.4.71\0Apache/2.4.71 (Debian)\0Apache/2.4\0Apache/2\0', 'apache-httpd@2.4.71'],
  ['bin/bash', '@(#)Bash version 5.2.15(1) release GNU\0GNU bash, version %s (%s)\n\0', 'bash@5.2.15'],
  ['bin/busybox', 'BusyBox v1.35.0 (Debian 1:1.35.0-4)\0BusyBox v1.35.0\0', 'busybox@1.35.0'],
  ['bin/busybox', 'BusyBox v1.36.1 (2023-07-27 17:12:24 UTC)\0', 'busybox@1.36.1'],
  ['usr/bin/curl', '\0curl/7.88.1\0libcurl/%s\0', 'curl@7.88.1'],
  ['usr/lib/libcurl.so.4.8.0', 'CLIENT libcurl 7.88.1\r\n\0libcurl/7.88.1\0', 'curl@7.88.1'],
  ['usr/sbin/dnsmasq', '\0dnsmasq-2.90\0', 'dnsmasq@2.90'],
  ['usr/sbin/dropbear', '\0SSH-2.0-dropbear_2022.83\0', 'dropbear@2022.83'],
  ['usr/bin/git', '\xff\xfegit/2.39.5\0GIT_USER_AGENT\0', 'git@2.39.5'],
  ['lib/libc.so.6', 'GNU C Library (Debian GLIBC 2.36-9+deb12u14) stable release version 2.36.\n', 'glibc@2.36'],
  ['usr/sbin/haproxy', 'Transfer-Encoding\x002.6.12-1+deb12u4\0haproxy_server_\0', 'haproxy@2.6.12'],
  ['usr/sbin/lighttpd', 'lighttpd/1.4.69\0lighttpd/1.4.69 (ssl) - a light and fast webserver\0', 'lighttpd@1.4.69'],
  ['usr/sbin/mariadbd', '-0+deb12u1\x0010.11.19-MariaDB\0x86_64\0', 'mariadb@10.11.19'],
  ['usr/bin/memcached', '\0memcached 1.6.18\0memcached 1.6.18\n\0', 'memcached@1.6.18'],
  ['usr/local/bin/node', '\0node.js/v26.10.0\0v26.10.0\0', 'node@26.10.0'],
  ['usr/lib/libnode.so.108', '\0node.js/v18.20.4\0', 'node@18.20.4'],
  [
    'opt/jre/lib/server/libjvm.so',
    'OpenJDK 64-Bit Server VM (17.0.8+7) for linux-amd64 JRE (17.0.8+7), built on',
    'openjdk@17.0.8+7',
  ],
  ['opt/jre/lib/server/libjvm.so', 'OpenJDK 64-Bit Server VM (25.0.3+9-LTS) for linux-amd64', 'openjdk@25.0.3+9'],
  ['usr/bin/openssl', 'N/A\0OpenSSL 3.0.22 25 Aug 2026\0', 'openssl@3.0.22'],
  ['usr/lib/libcrypto.so.1.1', 'OpenSSL 1.1.1n  15 Mar 2022\0', 'openssl@1.1.1n'],
  ['usr/lib64/libcrypto.so.1.0.2k', 'OpenSSL 1.0.2k-fips  26 Jan 2017\0', 'openssl@1.0.2k'],
  ['usr/bin/perl', '\0v5.36.0\0v50\0/usr/share/perl/5.36.0\0', 'perl@5.36.0'],
  ['usr/bin/perl', 'XS_VERSION\0v5.32.0\0inline.h\0v5.32.1\0', 'perl@5.32.1'],
  ['usr/bin/perl', '\0v5.9.10\0v5.10.2\0v5.10.0\0', 'perl@5.10.2'],
  ['usr/bin/php8.2', 'X-Powered-By: PHP/8.2.36\0', 'php@8.2.36'],
  ['usr/lib/postgresql/15/bin/postgres', 'before PostgreSQL 9.1.\0PostgreSQL 15.20 (Debian 15.20-0)\0', 'postgresql@15.20'],
  ['usr/local/bin/postgres', 'PostgreSQL 16beta1 on x86_64-pc-linux-gnu, compiled by gcc\0', 'postgresql@16beta1'],
  ['usr/bin/python3.11', '\x001.2.13\x003.11.2\0strict\0Python %s\n\0', 'python@3.11.2'],
  ['usr/lib/libpython3.12.so.1.0', '/build/versions/3.12.1\x003.12.0a\0', 'python@3.12.1'],
  ['usr/lib/libpython3.13.so.1.0', '\x003.13.0rc2+\0', 'python@3.13.0rc2'],
  ['usr/bin/redis-server', '\x007.0.0\x007.0.3\x007.0.151790282056000000000\0', 'redis@7.0.15'],
  ['usr/local/bin/redis-server', '\x007.2.4buildkitsandbox-1704808567000000000\0', 'redis@7.2.4'],
  ['usr/lib/libruby-3.1.so.3.1.7', '\0ruby 3.1.7p261 (2025-03-26 revision 0a3704f218) [x86_64-linux]\0', 'ruby@3.1.7'],
  ['usr/local/bin/valkey-server', '\x007.2.5buildkitsandbox-1713382765000000000\0', 'valkey@7.2.5'],
  ['lib/libz.so.1.2.13', ' deflate 1.2.13 Copyright 1995-2022 Jean-loup Gailly', 'zlib@1.2.13'],
  ['usr/sbin/nginx', 'a program of another maker\0', ''],
  ['usr/sbin/nginx', 'nginx/1.22\0', ''],
  ['usr/sbin/nginx', 'nginx/1.22.1\0nginx/1.25.3\0', 'nginx@ version-ambiguous'],
];
for (const [file, text, found] of rows)
  test(`${file}: ${JSON.stringify(text)}`, () => assert.equal(said(file, program(text)), found));

test('every known program has a row', () => {
  const shown = new Set(rows.map(([, , found]) => found.split('@')[0]));
  assert.deepEqual(
    knownPrograms.filter(({ name }) => !shown.has(name)),
    [],
  );
});

test('only read-only data counts', () => assert.equal(said('usr/sbin/nginx', program('nginx/1.22.1\0', '.debug_str')), ''));

test('a text on the border of two windows is found', () => {
  const text = `${'x'.repeat(1024 * 1024 - 6)}nginx/1.22.1\0${'x'.repeat(1000)}`;
  assert.equal(said('usr/sbin/nginx', program(text)), 'nginx@1.22.1');
});

test('a program with a thousand versions tells none, and soon', () => {
  const versions = Array.from({ length: 1000 }, (_, index) => `nginx/1.${index}.0\0`);
  assert.equal(said('usr/sbin/nginx', program(versions.join(''))), 'nginx@ version-ambiguous');
});

test('texts made to be slow are decided at once', () => {
  const digits = '1.2.3'.repeat(200_000);
  for (const file of ['redis-server', 'haproxy', 'python3.1', 'openssl', 'libc.so.6'])
    said(`usr/bin/${file}`, program(`${digits}GNU C Library (${'OpenSSL '.repeat(100_000)}${'7.0.1a-'.repeat(50_000)}`));
});

const names: readonly (readonly [path: string, head: string, wanted: boolean])[] = [
  ['usr/sbin/nginx', '\x7fELF\x02\x01', true],
  ['nginx', '\x7fELF', true],
  ['usr/sbin/nginx', '#!/bin/sh', false],
  ['usr/sbin/nginx.conf', '\x7fELF', false],
  ['usr/lib/libssl.so.1.1', '\x7fELF', true],
  ['usr/lib/libssl.so', '\x7fELF', false],
  [`usr/bin/python3.${'1'.repeat(100)}`, '\x7fELF', false],
];
for (const [path, head, wanted] of names)
  test(`${path.slice(0, 40)} with ${JSON.stringify(head)}: ${wanted ? 'ours' : 'not ours'}`, () =>
    assert.equal(binaries.wants({ path, sizeBytes: 100, mode: 0o755, head: Buffer.from(head, 'latin1') }), wanted));

test('property: changed bytes of a program give at most one package, and every version is one', () => {
  const text = rows.map(([, one]) => one).join('');
  const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 8 });
  fc.assert(
    fc.property(changes, fc.constantFrom(...rows), (edits, [file]) => {
      const bytes = program(text);
      for (const [at, value] of edits) bytes[at % bytes.length] = value;
      const { items } = read(file, bytes);
      assert.ok(items.length <= 1 && items.every(({ version }) => /^[\w.+-]*$/.test(version)));
    }),
  );
});

test('property: any bytes give a reading', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      (bytes) => void read('nginx', Buffer.concat([Buffer.from('\x7fELF\x02\x01'), bytes])),
    ),
  );
});
