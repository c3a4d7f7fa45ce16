import { endpointOf } from './endpoint-of.ts';

describe('the endpoint of the tests', () => {
  it.each([
    ['E2E_ENDPOINT', { E2E_ENDPOINT: 'aws', AWS_ENDPOINT_URL: 'http://other' }, 'aws'],
    ['the variable of the AWS SDK', { AWS_ENDPOINT_URL: 'http://localhost:4566' }, 'http://localhost:4566'],
    ['a container, if the variables are empty', { E2E_ENDPOINT: '', AWS_ENDPOINT_URL: '' }, undefined],
    ['a container, if the variables are absent', {}, undefined],
  ])('is %s', (_, environment, endpoint) => {
    expect(endpointOf(environment)).toBe(endpoint);
  });
});
