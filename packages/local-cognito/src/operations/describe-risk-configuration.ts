import * as z from 'zod';
import {
  allClients,
  checkThreatProtection,
  riskConfigurationKind,
} from '../threat-protection/risk-configuration.ts';
import { clientId, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'DescribeRiskConfiguration',
  authorization: 'iam',
  storedOnly: 'Answers what was stored; no risk is assessed here.',
  input: z.object({ UserPoolId: userPoolId, ClientId: clientId.optional() }),
  handle({ UserPoolId, ClientId }, cognito) {
    checkThreatProtection(cognito, UserPoolId, ClientId);
    const { documents } = cognito.store;
    const stored = documents.get(riskConfigurationKind, UserPoolId, ClientId ?? allClients);
    return { RiskConfiguration: stored ?? { UserPoolId, ClientId } };
  },
});
