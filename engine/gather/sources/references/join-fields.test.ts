import assert from 'node:assert/strict';
import { test } from 'node:test';
import { custom, hash, summary } from './sample-resources.ts';

const splits: readonly (readonly [name: string, yaml: string, found: readonly string[]])[] = [
  [
    'repository and tag',
    '{image: {repository: q.io/a, tag: 1.10}}',
    ['split-fields certain q.io/a:1.10 spec.image.{repository,tag}'],
  ],
  [
    'registry, repository and tag',
    '{image: {registry: q.io, repository: a/b, tag: "1"}}',
    ['split-fields certain q.io/a/b:1 spec.image.{registry,repository,tag}'],
  ],
  [
    'tag and digest',
    `{image: {repository: q.io/a, tag: "1", digest: "${hash}"}}`,
    [`split-fields certain q.io/a:1@${hash} spec.image.{repository,tag,digest}`],
  ],
  [
    'a tag that is a number',
    '{image: {repository: q.io/a, tag: 7}}',
    ['split-fields certain q.io/a:7 spec.image.{repository,tag}'],
  ],
  [
    'registry, name and tag',
    '{image: {registry: q.io, name: a, tag: "1"}}',
    ['split-fields certain q.io/a:1 spec.image.{registry,name,tag}'],
  ],
  [
    'a repository that is a folder',
    '{driver: {repository: q.io/n, image: driver, version: "525"}}',
    ['split-fields likely q.io/n/driver:525 spec.driver.{repository,image,version}'],
  ],
  ['image and tag', '{image: q.io/a, imageTag: "1"}', ['split-fields certain q.io/a:1 spec.{image,imageTag}']],
  ['image and version', '{image: q.io/a, version: "1.2"}', ['split-fields likely q.io/a:1.2 spec.{image,version}']],
  ['a version beside a whole image', '{image: "q.io/a:1", version: "1.2"}', ['custom-resource certain q.io/a:1 spec.image']],
  ['a version of something else', '{image: q.io/a, minVersion: "1.2"}', ['custom-resource certain q.io/a:latest spec.image']],
  [
    'a default and its variant',
    '{image: a/b, defaultImageVersion: "1", defaultGpuImageVersion: 1-gpu}',
    [
      'split-fields certain a/b:1 spec.{image,defaultImageVersion}',
      'split-fields certain a/b:1-gpu spec.{image,defaultGpuImageVersion}',
    ],
  ],
  [
    'two images told apart by their keys',
    '{webImage: a/web, webTag: "1", dbImage: a/db, dbTag: "2"}',
    ['split-fields certain a/web:1 spec.{webImage,webTag}', 'split-fields certain a/db:2 spec.{dbImage,dbTag}'],
  ],
  [
    'one hub for several images',
    '{hub: q.io/i, tag: "1", pilot: {image: pilot}, deep: {proxy: {image: proxy}}}',
    [
      'split-fields likely q.io/i/pilot:1 spec.{hub,tag,pilot.image}',
      'split-fields likely q.io/i/proxy:1 spec.{hub,tag,deep.proxy.image}',
    ],
  ],
  [
    'a hub in a global section',
    '{global: {hub: q.io/i, tag: "1"}, image: pilot}',
    ['split-fields likely q.io/i/pilot:1 spec.{image,global.hub,global.tag}'],
  ],
  ['an empty hub', '{hub: "", image: q.io/a, tag: ""}', ['custom-resource certain q.io/a:latest spec.image']],
  [
    'several tags',
    '{image: {repository: q.io/a, tags: ["1", "2"]}}',
    [
      'split-fields certain q.io/a:1 spec.image.{repository,tags[0]}',
      'split-fields certain q.io/a:2 spec.image.{repository,tags[1]}',
    ],
  ],
  ['a repository of charts', '{repository: "https://charts.example", version: 1.2.3, name: x}', []],
  [
    'a container takes nothing from around it',
    '{tag: "9", hub: q.io, containers: [{image: a}]}',
    ['custom-resource certain library/a:latest spec.containers[0].image'],
  ],
];

for (const [name, yaml, found] of splits) test(`joins ${name}`, () => assert.deepEqual(summary(custom(yaml)).found, found));
