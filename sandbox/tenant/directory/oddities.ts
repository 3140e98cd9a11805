import type { PersonOutline } from './person.ts';

/** The people every test can count on, by the name under which GET /cast lists them. */
export const oddityNames = [
  'admin', 'alice', 'ceo', 'guest', 'apostrophe', 'dollar', 'umlaut', 'noPhoto', 'noMailbox', 'synced', 'noSharePoint',
  'orgContactManager', 'disabled', 'formerlySynced', 'manyReports', 'noInsights', 'otherAdmin', 'bareMinimum',
] as const;
export type OddityName = (typeof oddityNames)[number];

export const oddities = (tenantDomain: string): Record<OddityName, PersonOutline> => ({
  ceo: {
    givenName: 'Miriam', surname: 'Graham', alias: 'miriam.graham',
    properties: { jobTitle: 'Chief Executive Officer', department: 'Executive Management' }, stored: { photo: undefined },
  },
  admin: {
    givenName: 'Megan', surname: 'Bowen', alias: 'megan.bowen',
    properties: { jobTitle: 'Global Administrator', department: 'IT' }, stored: { adminRole: 'Global Administrator', photo: undefined },
  },
  alice: {
    givenName: 'Alice', surname: 'Wallace', alias: 'alice.wallace',
    properties: { jobTitle: 'Engineering Manager', department: 'Engineering', city: 'Seattle', state: 'WA', country: 'United States', usageLocation: 'US', otherMails: ['alice@home.example'], extension_22222222222242228222222222222222_badge: 'A-17' },
    stored: { photo: undefined },
  },
  manyReports: {
    givenName: 'Lidia', surname: 'Holloway', alias: 'lidia.holloway',
    properties: { jobTitle: 'Support Director', department: 'Customer Support' }, stored: { photo: undefined },
  },
  guest: {
    givenName: 'Dana', surname: 'Fabrikam', alias: 'dana_fabrikam.example#EXT#',
    properties: {
      mail: 'dana@fabrikam.example', userType: 'Guest', creationType: 'Invitation', externalUserState: 'Accepted', mailNickname: 'dana_fabrikam.example#EXT#',
      companyName: 'Fabrikam', otherMails: ['dana@fabrikam.example'], proxyAddresses: ['SMTP:dana@fabrikam.example'],
    },
    stored: { mailbox: false, sharePoint: false, photo: null, absentPhoto: 'ErrorUserResolutionFailedUserDoesNotExist' },
  },
  apostrophe: { givenName: 'Sean', surname: "O'Brien", alias: "sean.o'brien", properties: { displayName: "Sean O'Brien" }, stored: { photo: undefined } },
  dollar: { givenName: 'Cash', surname: 'Desk', alias: '$cash.desk', properties: { displayName: '$ Cash Desk' } },
  umlaut: { givenName: 'Jürgen', surname: 'Müßiggang', alias: 'juergen.muessiggang', properties: { displayName: 'Jürgen Müßiggang', city: 'Köln' } },
  noPhoto: { givenName: 'Nora', surname: 'Blank', alias: 'nora.blank', stored: { photo: null, absentPhoto: 'ImageNotFound' } },
  noMailbox: { givenName: 'Omar', surname: 'Nomail', alias: 'omar.nomail', stored: { mailbox: false, photo: null, absentPhoto: 'MailboxNotEnabledForRESTAPI' } },
  synced: {
    givenName: 'Steffi', surname: 'Sync', alias: 'steffi.sync',
    properties: { onPremisesSyncEnabled: true, onPremisesDomainName: 'corp.contoso.example', onPremisesSamAccountName: 'ssync', onPremisesImmutableId: 'zVvLkSbKjUaeYyDNWHmTPA==', onPremisesLastSyncDateTime: '2026-01-01T06:00:00Z' },
    stored: { synced: true },
  },
  noSharePoint: { givenName: 'Paul', surname: 'Plain', alias: 'paul.plain', stored: { sharePoint: false } },
  orgContactManager: { givenName: 'Olga', surname: 'Outside', alias: 'olga.outside' },
  disabled: { givenName: 'Dieter', surname: 'Gone', alias: 'dieter.gone', properties: { accountEnabled: false } },
  formerlySynced: {
    givenName: 'Frank', surname: 'Former', alias: 'frank.former', properties: { onPremisesSyncEnabled: false }, stored: { exchangeOwned: true },
  },
  noInsights: { givenName: 'Ines', surname: 'Private', alias: 'ines.private', stored: { insights: false } },
  otherAdmin: {
    givenName: 'Otto', surname: 'Office', alias: 'otto.office', properties: { jobTitle: 'Helpdesk Lead', department: 'IT' }, stored: { adminRole: 'User Administrator' },
  },
  bareMinimum: {
    givenName: 'Bea', surname: 'Bare', alias: 'bea.bare', domain: tenantDomain,
    // Never filled in: GET shows null, delta leaves them out (graph-facts 2.10).
    properties: {
      aboutMe: undefined, businessPhones: [], city: undefined, companyName: undefined, country: undefined, department: undefined, employeeHireDate: undefined, employeeId: undefined,
      employeeOrgData: undefined, employeeType: undefined, givenName: undefined, interests: [], jobTitle: undefined, mobilePhone: undefined, mySite: null, officeLocation: undefined,
      onPremisesExtensionAttributes: undefined, pastProjects: [], postalCode: undefined, preferredLanguage: undefined, responsibilities: [], schools: [], skills: [], state: undefined,
      streetAddress: undefined, surname: undefined, displayName: 'Bea Bare',
    },
    stored: { photo: null, absentPhoto: 'transparentGif' },
  },
});
