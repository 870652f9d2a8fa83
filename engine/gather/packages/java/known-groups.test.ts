import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findKnownGroup } from './known-groups.ts';

const cases: readonly [says: string, name: string, version: string, folder: string, found: string][] = [
  ['a name and its classes', 'spring-core', '5.2.0.RELEASE', 'org/springframework/', 'org.springframework:spring-core'],
  ['its name with the classes of another', 'spring-core', '5.2.0.RELEASE', 'org/harbour/', ''],
  [
    'the group before the name',
    'org.springframework.spring-core',
    '5.2.0',
    'org/springframework/',
    'org.springframework:spring-core',
  ],
  ['a name of nobody', 'crane', '1.0', 'org/springframework/', ''],
  ['before it moved to another group', 'groovy', '3.0.13', 'groovy/', 'org.codehaus.groovy:groovy'],
  ['after it moved', 'groovy', '4.0.6', 'org/apache/groovy/', 'org.apache.groovy:groovy'],
  ['one name in three groups', 'rxjava', '3.1.5', 'io/reactivex/rxjava3/', 'io.reactivex.rxjava3:rxjava'],
  ['a prefix that the distribution leaves out', 'catalina', '9.0.68', 'org/apache/', 'org.apache.tomcat:tomcat-catalina'],
  ['a Scala version in the name', 'akka-actor_2.13', '2.6.20', 'akka/', 'com.typesafe.akka:akka-actor_2.13'],
];

for (const [says, name, version, folder, found] of cases)
  test(`known groups: ${says}`, () => {
    const known = findKnownGroup({ name, version, hasClassIn: (asked) => asked === folder });
    assert.equal(known ? `${known.group}:${known.artifact}` : '', found);
  });
