import { Template } from 'aws-cdk-lib/assertions';
import { makeTestApp } from '../../test/make-test-app.ts';
import { makeImagesStack } from './make-images-stack.ts';
import { deployedApps } from './service-data.ts';

const synthesize = (retain: boolean): Template =>
  Template.fromStack(makeImagesStack(makeTestApp(), 'images', { prefix: 'dev', retain }));

describe('the repositories of images', () => {
  const template = synthesize(true);

  it.each([...deployedApps])('hold %s, scan each image, and never change what a tag names', (app) => {
    template.hasResource('AWS::ECR::Repository', {
      DeletionPolicy: 'Retain',
      Properties: {
        RepositoryName: `dev/${app}`,
        ImageTagMutability: 'IMMUTABLE',
        ImageScanningConfiguration: { ScanOnPush: true },
      },
    });
  });

  it('are deleted with their stack where nothing is retained', () => {
    synthesize(false).allResources('AWS::ECR::Repository', { DeletionPolicy: 'Delete' });
  });
});
