import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';

const outputs = mkdtempSync(join(tmpdir(), 'test-app-'));
afterAll(() => rmSync(outputs, { recursive: true }));

/** Skips the built-in validation of templates, which takes seconds: `synthesis.test.ts` validates those of each stage. */
export const makeTestApp = (): App =>
  new App({ outdir: mkdtempSync(join(outputs, 'cdk-')), builtinCloudFormationValidation: false });
