import { testReportFormat } from '../../../test/test-report-format.ts';
import { spdx } from './spdx.ts';

testReportFormat(spdx, import.meta.dirname);
