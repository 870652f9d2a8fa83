import { testReportFormat } from '../../../test/test-report-format.ts';
import { prisma } from './prisma.ts';

testReportFormat(prisma, import.meta.dirname);
