import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentOf } from '../../formats/content.ts';
import type { ScriptAct } from '../../model/layer.ts';
import { findActs, findActsOfWords } from './find-acts.ts';
import { readScript } from './read-script.ts';

const show = (acts: readonly ScriptAct[]) =>
  acts.map(
    ({ line, command, target, decides }) => `${line} ${command}${target === undefined ? '' : ` ${target}`}${decides ? ' !' : ''}`,
  );

const scripts: readonly (readonly [name: string, text: string, expected: readonly string[]])[] = [
  ['nothing', '#!/bin/sh\nexec "$@"', []],
  ['another user at the end', '#!/bin/sh\nexec gosu app "$@"', ['2 gosu !']],
  ['an owner, that it goes on without', '#!/bin/sh\nchown app /data\nexec app', ['2 chown']],
  ['an owner, that it ends at', '#!/bin/sh\nset -e\nchown app /data\nexec app', ['3 chown !']],
  ['-e of the first line', '#!/bin/sh -eu\nmkdir -p /a/b\nexec app', ['2 mkdir /a/b !']],
  [
    'a branch for root alone',
    '#!/bin/sh\nset -e\nif [ "$(id -u)" = 0 ]; then\n  chown app /data\n  exec gosu app "$0" "$@"\nfi\ntouch /x',
    ['7 touch /x !'],
  ],
  ['the other branch', 'set -e\nif [ $UID = 0 ]; then chown a b; else touch /x; fi', ['2 touch /x']],
  ['only for root', 'set -e; [ "$(id -u)" = 0 ] && chown a b; app', []],
  ['an attempt', 'set -e\nchown a b || true\nmkdir /c', ['2 chown', '3 mkdir /c !']],
  ['redirection', 'set -e\necho x > /etc/a\necho y >> "$z"\necho z >/dev/stdout', ['2 > /etc/a !']],
  ['a copy writes only where it leads', 'cp /a /b /c', ['1 cp /c !']],
  ['a chain', 'mkdir a && touch a/b && exec app', ['1 mkdir a !', '1 touch a/b !']],
  ['a function', 'f() {\n gosu a b\n}\nexec app', ['2 gosu']],
];

for (const [name, text, expected] of scripts) test(`acts: ${name}`, () => assert.deepEqual(show(findActs(text)), expected));

const words: readonly (readonly [name: string, words: readonly string[], expected: readonly string[]])[] = [
  ['a program', ['/app', '/srv/x'], []],
  ['a command', ['/bin/touch', '/srv/x'], ['1 touch /srv/x !']],
  ['of busybox', ['busybox', 'mkdir', '-p', 'x'], ['1 mkdir x !']],
  ['a script for a shell', ['sh', '-c', 'echo x > log; sleep 1'], ['1 > log']],
  ['a script that ends', ['/bin/sh', '-ec', 'echo x > log; sleep 1'], ['1 > log !']],
  ['a shell alone', ['bash'], []],
];

for (const [name, given, expected] of words)
  test(`acts: words: ${name}`, () => assert.deepEqual(show(findActsOfWords(given)), expected));

const lines: readonly (readonly [line: string, interpreter: string | undefined])[] = [
  ['#!/bin/sh', '/bin/sh'],
  ['#! /usr/bin/python3 -u', '/usr/bin/python3'],
  ['#!/usr/bin/env -S A=b node --x', 'node'],
  ['#!', undefined],
  ['x', undefined],
];

for (const [line, interpreter] of lines)
  test(`a script's interpreter: ${line}`, () =>
    assert.equal(readScript('a', contentOf(Buffer.from(`${line}\nrest`)))?.interpreter, interpreter));
