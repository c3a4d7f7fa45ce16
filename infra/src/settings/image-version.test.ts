import { loadStage } from './load-stage.ts';

describe('the version of the images', () => {
  it('is that of a delivery, if one is given', () => {
    expect(loadStage('dev', 'abc123').services.imageVersion).toBe('abc123');
    expect(loadStage('dev').services.imageVersion).not.toBe('abc123');
  });

  it('is refused if ECR could have no such tag or digest', () => {
    expect(() => loadStage('dev', 'not a tag')).toThrow(/services\.imageVersion: "not a tag"/);
  });
});
