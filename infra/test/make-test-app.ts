import { App } from 'aws-cdk-lib';

/** Skips the built-in validation of templates, which takes seconds: `synthesis.test.ts` validates those of each stage. */
export const makeTestApp = (): App => new App({ builtinCloudFormationValidation: false });
