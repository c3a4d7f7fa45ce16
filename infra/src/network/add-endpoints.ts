import {
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  Peer,
  Port,
  SecurityGroup,
  type SubnetSelection,
  SubnetType,
  type Vpc,
} from 'aws-cdk-lib/aws-ec2';

/** Free of charge. ECR keeps the layers of images in S3. */
const gateways = {
  S3: GatewayVpcEndpointAwsService.S3,
  DynamoDb: GatewayVpcEndpointAwsService.DYNAMODB,
} as const;

/** What the services and Fargate itself use besides S3 and DynamoDB. Each costs by the hour and zone. */
const interfaces = {
  Sqs: InterfaceVpcEndpointAwsService.SQS,
  Sns: InterfaceVpcEndpointAwsService.SNS,
  EcrApi: InterfaceVpcEndpointAwsService.ECR,
  EcrDocker: InterfaceVpcEndpointAwsService.ECR_DOCKER,
  Logs: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
  SecretsManager: InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
  Kms: InterfaceVpcEndpointAwsService.KMS,
  Sts: InterfaceVpcEndpointAwsService.STS,
} as const;

/** Used by the workers of groups that Step Functions drives. A NAT gateway takes them there too, so it is for networks without one. */
const withoutNat = { StepFunctions: InterfaceVpcEndpointAwsService.STEP_FUNCTIONS } as const;

export type EndpointOptions = {
  readonly vpcCidr: string;
  readonly taskSubnets: readonly SubnetSelection[];
  readonly hasNat: boolean;
};

/** Adds endpoints for the AWS services that a task talks to, so that no AWS request but those to Step Functions passes a NAT gateway. */
export const addEndpoints = (vpc: Vpc, { vpcCidr, taskSubnets, hasNat }: EndpointOptions): void => {
  for (const [id, service] of Object.entries(gateways)) {
    vpc.addGatewayEndpoint(id, { service, subnets: [...taskSubnets] });
  }
  const securityGroup = new SecurityGroup(vpc, 'EndpointSecurityGroup', {
    vpc,
    description: 'Interface endpoints: HTTPS from the VPC',
    allowAllOutbound: false,
  });
  securityGroup.addIngressRule(Peer.ipv4(vpcCidr), Port.tcp(443), 'HTTPS from the VPC');
  for (const [id, service] of Object.entries({ ...interfaces, ...(!hasNat && withoutNat) })) {
    vpc.addInterfaceEndpoint(id, {
      service,
      subnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      securityGroups: [securityGroup],
      open: false,
    });
  }
};
