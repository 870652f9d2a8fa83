import { testReportFormat } from '../../../test/test-report-format.ts';
import { kubeBench } from './kube-bench.ts';

testReportFormat(kubeBench, import.meta.dirname);
