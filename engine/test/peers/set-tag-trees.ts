/** The image that all trees ship. */
export const name = 'registry.example/app/web';

/** A Deployment with the image, formatted as people do. */
export function deployment(image: string, { title = 'web', lines = [] as readonly string[] } = {}): string {
  return `# What serves.
apiVersion: apps/v1
kind: Deployment
metadata:
  name:   ${title}   # aligned by hand
spec:
  selector: {matchLabels: {app: ${title}}}
  template:
    metadata: {labels: {app: ${title}}}
    spec:
      containers:
        - name: main
          image:  ${image}  # ${name}:old is what it was
${lines.map((line) => `          ${line}\n`).join('')}`;
}

/** Another image beside it. */
export const other = (version: string): string =>
  deployment(`registry.example/app/db:${version}`, { title: 'db', lines: [`command: ["serve", "--as", "${version}"]`] });

/** A ConfigMap with data. */
export function configMap(data: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata:\n${data}`;
}

/** A chart of one Deployment. */
export function chart(
  values: string,
  { template = '"{{ .Values.image.repository }}:{{ .Values.image.tag }}"', appVersion = '9.9' } = {},
) {
  return {
    'chart/Chart.yaml': `apiVersion: v2\nname: web\nversion: 0.1.0\nappVersion: "${appVersion}" # of the program\n`,
    'chart/values.yaml': values,
    'chart/templates/web.yaml': deployment(template),
  };
}

const kustomization = (text: string): string => `# By hand.\nresources: [web.yaml, db.yaml]\n${text}`;

/** A kustomization of two Deployments. */
export function kustomized(text: string, version: string, image = `${name}:0`): Readonly<Record<string, string>> {
  return { 'root/kustomization.yaml': kustomization(text), 'root/web.yaml': deployment(image), 'root/db.yaml': other(version) };
}

/** A chart whose version fills in the tag that the values leave open. */
export function openChart(tag: string): Readonly<Record<string, string>> {
  return chart(`image:\n  repository: ${name}\n  ${tag} # the chart's own where it is empty\n`, {
    template: '"{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"',
    appVersion: '2.3.4',
  });
}
