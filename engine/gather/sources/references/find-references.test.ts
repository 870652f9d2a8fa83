import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, container, custom, hash, map, own, pod, summary } from './sample-resources.ts';

const places: readonly (readonly [name: string, yaml: string, found: readonly string[]])[] = [
  ['a container', pod('{containers: [{name: a, image: a:1}]}'), [own]],
  [
    'an init container',
    pod('{initContainers: [{image: a}]}'),
    ['pod-spec certain library/a:latest spec.template.spec.initContainers[0].image'],
  ],
  [
    'an ephemeral container',
    pod('{ephemeralContainers: [{image: a}]}'),
    ['pod-spec certain library/a:latest spec.template.spec.ephemeralContainers[0].image'],
  ],
  [
    'an image volume',
    pod('{volumes: [{image: {reference: q.io/a:1}}]}'),
    ['pod-spec certain q.io/a:1 spec.template.spec.volumes[0].image.reference'],
  ],
  [
    'a pod template in a custom resource',
    custom('{workers: [{template: {spec: {containers: [{image: a:1}]}}}]}'),
    ['custom-resource certain library/a:1 spec.workers[0].template.spec.containers[0].image'],
  ],
  ['an image of a custom resource', custom('{image: q.io/a/b}'), ['custom-resource certain q.io/a/b:latest spec.image']],
  [
    'a step of a task',
    custom('{steps: [{image: busybox, script: ls}]}'),
    ['custom-resource certain library/busybox:latest spec.steps[0].image'],
  ],
  [
    'a bare word where an image is named',
    custom('{image: busybox}'),
    ['custom-resource likely library/busybox:latest spec.image'],
  ],
  [
    'a parameter',
    custom('{params: [{name: builder-image, default: "q.io/b:1"}]}'),
    ['custom-resource certain q.io/b:1 spec.params[0].default'],
  ],
  [
    'a list of images',
    custom('{relatedImages: [{name: x, image: q.io/x:1}], images: [q.io/y:1]}'),
    ['custom-resource certain q.io/x:1 spec.relatedImages[0].image', 'custom-resource certain q.io/y:1 spec.images[0]'],
  ],
  ['images by name', custom('{images: {web: "q.io/x:1", note: none}}'), ['custom-resource likely q.io/x:1 spec.images.web']],
  [
    'an environment variable',
    container('env: [{name: SIDE_IMAGE, value: b:2}]'),
    [own, `environment certain library/b:2 ${at}.env[0].value`],
  ],
  [
    'a variable that is named after what it runs',
    container('env: [{name: RELATED_IMAGE_WEB, value: "q.io/b:2"}]'),
    [own, `environment likely q.io/b:2 ${at}.env[0].value`],
  ],
  [
    'a variable that holds a list',
    container('env: [{name: KAFKA_IMAGES, value: "3.5=q.io/k:3.5\\n3.6=q.io/k:3.6\\n"}]'),
    [
      own,
      `environment likely q.io/k:3.5 ${at}.env[0].value.#properties["3.5"]`,
      `environment likely q.io/k:3.6 ${at}.env[0].value.#properties["3.6"]`,
    ],
  ],
  ['a flag with its value', container('args: ["--side-image=b:2"]'), [own, `argument certain library/b:2 ${at}.args[0]`]],
  ['a flag before its value', container('args: ["--side-image", "b:2"]'), [own, `argument certain library/b:2 ${at}.args[1]`]],
  [
    'one dash, digest only',
    container(`command: [run, -shell-image, "q.io/b@${hash}"]`),
    [own, `argument certain q.io/b@${hash} ${at}.command[2]`],
  ],
  [
    'a bare word after a flag',
    container('args: [--image, busybox]'),
    [own, `argument likely library/busybox:latest ${at}.args[1]`],
  ],
  [
    'a flag that does not speak of images',
    container('args: ["--reloader=q.io/x/reloader:v0.68.0"]'),
    [own, `argument likely q.io/x/reloader:v0.68.0 ${at}.args[0]`],
  ],
  [
    'flags that split an image',
    container('args: ["--side-image-repository=q.io/b", "--side-image-tag=2"]'),
    [own, `split-fields certain q.io/b:2 ${at}.{args[0],args[1]}`.replace('.{args[0],args[1]}', '.args.{[0],[1]}')],
  ],
  [
    'a script in arguments',
    container('command: [sh, -c, "IMG_IMAGE=q.io/b:2 && kubectl run x --image=c:3"]'),
    [own, `argument likely q.io/b:2 ${at}.command[2]`, `argument likely library/c:3 ${at}.command[2]`],
  ],
  [
    'an annotation',
    '{apiVersion: v1, kind: Service, metadata: {name: a, annotations: {example.org/proxyImage: "q.io/p:1"}}}',
    ['annotation certain q.io/p:1 metadata.annotations["example.org/proxyImage"]'],
  ],
  [
    'an annotation that is a document',
    '{apiVersion: v1, kind: Service, metadata: {name: a, annotations: {example.org/images: "- name: x\\n  image: q.io/p:1\\n"}}}',
    ['annotation certain q.io/p:1 metadata.annotations["example.org/images"].#yaml[0].image'],
  ],
  ['a plain key of a ConfigMap', map({ sidecarImage: 'q.io/a/b' }), ['config-map certain q.io/a/b:latest data.sidecarImage']],
  [
    'a key that only its digest gives away',
    map({ 'timer-source': `q.io/t@${hash}` }),
    [`config-map likely q.io/t@${hash} data.timer-source`],
  ],
  ['JSON in a ConfigMap', map({ agent: '{"image": "a/b:1"}' }), ['config-map certain a/b:1 data.agent.#json.image']],
  [
    'YAML in a ConfigMap',
    map({ 'c.yaml': 'x:\n  image: a/b:1.10\n' }),
    ['config-map certain a/b:1.10 data["c.yaml"].#yaml.x.image'],
  ],
  [
    'YAML documents in a ConfigMap',
    map({ 'c.yaml': 'image: a:1\n---\nimage: b:1\n' }),
    [
      'config-map certain library/a:1 data["c.yaml"].#yaml[0].image',
      'config-map certain library/b:1 data["c.yaml"].#yaml[1].image',
    ],
  ],
  [
    'properties in a ConfigMap',
    map({ 'c.properties': '# c\nserver.image=q.io/a:1\nport=80\n' }),
    ['config-map certain q.io/a:1 data["c.properties"].#properties["server.image"]'],
  ],
  [
    'INI in a ConfigMap',
    map({ 'c.ini': '[runner]\nimage = "q.io/a:1"\n' }),
    ['config-map certain q.io/a:1 data["c.ini"].#properties.runner.image'],
  ],
  [
    'JSON in YAML in a ConfigMap',
    map({ c: 'a:\n  b: |\n    {"image": "a:1"}\n' }),
    ['config-map certain library/a:1 data.c.#yaml.a.b.#json.image'],
  ],
  ['a Secret', map({ 'c.yaml': 'image: a:1\n' }, 'Secret'), ['config-map certain library/a:1 stringData["c.yaml"].#yaml.image']],
  [
    'base64 in a Secret',
    `{apiVersion: v1, kind: Secret, metadata: {name: m}, data: {c: ${Buffer.from('image: a:1\n').toString('base64')}}}`,
    ['config-map certain library/a:1 data.c.#base64.#yaml.image'],
  ],
  [
    'a default and its options',
    map({ c: 'image:\n  value: a/x:1\n  options: [a/x:1, a/y:1]\nimageGroupOne:\n  value: a/z:1\n' }),
    [
      'config-map certain a/x:1 data.c.#yaml.image.value',
      'config-map certain a/x:1 data.c.#yaml.image.options[0]',
      'config-map certain a/y:1 data.c.#yaml.image.options[1]',
      'config-map likely a/z:1 data.c.#yaml.imageGroupOne.value',
    ],
  ],
  [
    'a key that is a variable elsewhere',
    `${map({ side: 'q.io/b' })}\n---\n${container('env: [{name: SIDE_IMAGE, valueFrom: {configMapKeyRef: {name: m, key: side}}}]')}`,
    ['config-map certain q.io/b:latest data.side', own],
  ],
  [
    'a name that is given to the environment whole',
    map({ SIDE_IMAGE: 'b:2' }),
    ['config-map certain library/b:2 data.SIDE_IMAGE'],
  ],
  [
    'a literal in a template',
    map({ t: '{{ if .X }}\nspec:\n  image: busybox:1.28\n{{ end }}\n' }),
    ['config-map certain library/busybox:1.28 data.t'],
  ],
  [
    'the default of a template',
    map({ t: '{{ if .X }}\n  image: {{ .Image | default "q.io/b:1" }}\n{{ end }}\n' }),
    ['config-map likely q.io/b:1 data.t'],
  ],
  [
    'values joined by a template',
    map({
      t: '{{ if .X }}\nimage: "{{ .Values.g.hub }}/{{ .Values.g.p.image }}:{{ .Values.g.tag }}"\n{{ end }}',
      values: '{"g": {"hub": "q.io/i", "tag": "1.9", "p": {"image": "proxy"}}}',
    }),
    ['split-fields certain q.io/i/proxy:1.9 data.values.#json.g.{hub,tag,p.image}'],
  ],
  [
    'a quoted literal in Python',
    map({ 'a.py': 'run("x", image="q.io/a:1")\n# image = "q.io/b:1"\n' }),
    ['code likely q.io/a:1 data["a.py"]'],
  ],
  [
    'a name in shell',
    map({ 'a.sh': 'IMAGE=q.io/a:1\ndocker pull q.io/b/c:2\n' }),
    ['code likely q.io/a:1 data["a.sh"]', 'code likely q.io/b/c:2 data["a.sh"]'],
  ],
  [
    'a default whose tag is in the same program',
    map({ 'a.py': 'i = get("WEB_IMAGE", "q.io/web")\nt = get("WEB_TAG", "1.2")\n' }),
    ['code likely q.io/web:1.2 data["a.py"]'],
  ],
];

for (const [name, yaml, found] of places) test(`finds ${name}`, () => assert.deepEqual(summary(yaml).found, found));
