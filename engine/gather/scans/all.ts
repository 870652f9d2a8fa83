import { amazonInspector } from './amazon-inspector/amazon-inspector.ts';
import { anchore } from './anchore/anchore.ts';
import { aqua } from './aqua/aqua.ts';
import { checkov } from './checkov/checkov.ts';
import { clair } from './clair/clair.ts';
import { csaf } from './csaf/csaf.ts';
import { cyclonedx } from './cyclonedx/cyclonedx.ts';
import { dependencyTrack } from './dependency-track/dependency-track.ts';
import { dockerScout } from './docker-scout/docker-scout.ts';
import { gitlab } from './gitlab/gitlab.ts';
import { govulncheck } from './govulncheck/govulncheck.ts';
import { grype } from './grype/grype.ts';
import { harbor } from './harbor/harbor.ts';
import { kubeBench } from './kube-bench/kube-bench.ts';
import { kubeLinter } from './kube-linter/kube-linter.ts';
import { kubescape } from './kubescape/kubescape.ts';
import { neuvector } from './neuvector/neuvector.ts';
import { npmAudit } from './npm-audit/npm-audit.ts';
import { openvex } from './openvex/openvex.ts';
import { osvScanner } from './osv-scanner/osv-scanner.ts';
import { pipAudit } from './pip-audit/pip-audit.ts';
import { polaris } from './polaris/polaris.ts';
import { prisma } from './prisma/prisma.ts';
import type { ReportFormat } from './report-format.ts';
import { sarif } from './sarif/sarif.ts';
import { snyk } from './snyk/snyk.ts';
import { spdx } from './spdx/spdx.ts';
import { trivy } from './trivy/trivy.ts';
import { trivyOperator } from './trivy-operator/trivy-operator.ts';
import { wiz } from './wiz/wiz.ts';
import { xeol } from './xeol/xeol.ts';
import { xray } from './xray/xray.ts';

/** Every format, in the order that they are asked whether a document is of theirs. `all.test.ts` fails if a folder is missing here. */
export const reportFormats: readonly ReportFormat[] = [
  trivy,
  trivyOperator,
  grype,
  xeol,
  sarif,
  cyclonedx,
  spdx,
  openvex,
  csaf,
  govulncheck,
  snyk,
  dockerScout,
  anchore,
  clair,
  harbor,
  amazonInspector,
  aqua,
  prisma,
  osvScanner,
  neuvector,
  xray,
  wiz,
  dependencyTrack,
  npmAudit,
  pipAudit,
  gitlab,
  kubescape,
  kubeBench,
  checkov,
  polaris,
  kubeLinter,
];
