import { testLaws, testRows } from '../../test/scheme-laws.ts';
import { maven } from './maven.ts';

testRows(maven, [
  '1.9 < 1.10',
  '1 = 1.0.0',
  '1.0-alpha-1 < 1.0-beta-1',
  '1.0-beta-1 < 1.0-milestone-1',
  '1.0-milestone-1 < 1.0-rc-1',
  '1.0-rc1 < 1.0-SNAPSHOT',
  '1.0-SNAPSHOT < 1.0',
  '1.0 < 1.0-sp',
  '1.0-sp < 1.0-xyz\tother words behind those that mean something',
  '1.0-xyz < 1.0-1\tnumbers behind words',
  '1.0-1 < 1.0.1\ta dot behind a hyphen',
  '1.0-cr1 = 1.0-RC1',
  '1a1 = 1-alpha-1\ta, b and m before a digit',
  '1 0 ? 1\twhite space',
  '1.0.Final = 1.0\twords that mean a release',
  '5.2.25.RELEASE = 5.2.25',
  '1.0-ga = 1',
  '42.2.0 < 42.2.0.jre6\ta word behind a dot is as behind a hyphen',
  '1.0.0.RC1 = 1.0.0-RC1',
  '1-1.foo-bar1baz-.1 = 1-1.foo-bar-1-baz-0.1\tempty parts are zero',
  '1.0.0-foo.0.0 = 1-foo\tzeros at the end and before a hyphen',
  '12345678901234567890 < 12345678901234567891\tbeyond 2^53',
  ' ? 1\tempty',
]);

testLaws(maven, ['.1', '-1', '.0', '-', 'a', 'alpha', '-foo', '.final', 'sp', '-snapshot', 'rc2', '.x', '0']);
