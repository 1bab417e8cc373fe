/** P 社会公开, G 政务共享, A 依授权查询, I 内部: the letters of the domain guide, section 4. */
export type Letter = 'P' | 'G' | 'A' | 'I'

/** Fields of a type by letter, separated by blanks. */
export type TypeLevels = Readonly<Partial<Record<Letter, string>>>

/**
 * What the domain guide (sections 2.4, 3.3-3.5, 4) says of every field, written down apart from the SDL: a level that is
 * changed there has to be changed here by somebody who has read the guide. A type that several divisions extend stands
 * under each with the fields that are its own.
 */
export const guideLevels: Readonly<Record<string, Readonly<Record<string, TypeLevels>>>> = {
  'market-order': {
    Query: {
      P: 'enterprise enterpriseByIdentifier enterprises penalties penalty permits permit listEntries listEntry redListEntries redListEntry commitments commitment subjectActs',
      G: 'resolveSubjects marketOrderEvents',
      I: 'marketOrderDesk',
    },
    Mutation: {
      I: 'mergeSubjects splitSubject undoSubjectAct reissueIdentifier marketOrderReportRow marketOrderCorrectRow marketOrderIgnoreRow marketOrderResubmitRow marketOrderLinkRow marketOrderUnlinkRecord marketOrderConfirmLink',
    },
    Enterprise: {
      P: 'subjectId version recordState validFrom validTo recordedAt supersededAt catalogueId sourceDivision subjectKind uscc usccCheck identifiers name nameEn nameHistory subjectType subjectTypeName marketEntityType marketEntityCodeSet marketEntityTypeName legalRepName address divisionCode divisionName functionalZone registrationAuthority registeredOn approvedOn termFrom termTo existenceStatus endedOn registeredCapital industryCode industryEdition industryName businessScope mergedIntoId mergedInto mergedOn mergeKind mergedSubjects identityChanges supersedesIds supersedes penalties permits listEntries redListEntries commitments',
      G: 'batchNo provider ruleSetId history taxNo',
      I: 'personIdType personIdNo personName personNameEn personAddress legalRepFullName legalRepIdType legalRepIdNo phone email creditOfficer',
    },
    IdentityChange: {
      P: 'kind effectiveOn recordedAt before after',
      I: 'reason operator',
    },
    EnterpriseIdentifier: {
      P: 'kind value checkStatus validFrom validTo',
    },
    FormerName: {
      P: 'name from to',
    },
    CreditOfficer: {
      I: 'name position phone',
    },
    AdministrativePenalty: {
      P: 'recordId version recordState validFrom validTo recordedAt supersededAt catalogueId sourceDivision enterprise subjectName subjectCategory subjectUscc subjectRegNo subjectOrgCode subjectInstitutionNo subjectSocialOrganisationNo legalRepName docNo title offenceType facts legalBasis categories categoryNames content fineAmount confiscatedAmount revokedLicence decidedOn effectiveUntil publicityEndsOn authority authorityUscc dataSource dataSourceUscc legacyState localCode publicityTerm grade publicity repairStatus revoked',
      G: 'batchNo provider ruleSetId history subjectTaxNo remark sourceUpdatedAt litigation published unpublishedBasis',
      I: 'personName legalRepIdType legalRepIdNo personIdType personIdNo',
    },
    AdministrativePermit: {
      P: 'recordId version recordState validFrom validTo recordedAt supersededAt catalogueId sourceDivision enterprise subjectName subjectCategory subjectUscc subjectRegNo subjectOrgCode subjectInstitutionNo subjectSocialOrganisationNo legalRepName docName docNo title category categoryName certificateName certificateNo content decidedOn effectiveFrom effectiveUntil authority authorityUscc permitState permitStateName dataSource dataSourceUscc legacyState localCode publicationScope revoked',
      G: 'batchNo provider ruleSetId history subjectTaxNo remark sourceUpdatedAt published unpublishedBasis',
      I: 'personName legalRepIdType legalRepIdNo personIdType personIdNo',
    },
    ListEntry: {
      P: 'recordId version recordState validFrom validTo recordedAt supersededAt catalogueId sourceDivision enterprise listKind listName listedReason legalBasis listedOn listingAuthority listingAuthorityUscc listingDocNo onList removedReason removedOn removalAuthority removalAuthorityUscc removalDocNo dataSource dataSourceUscc',
      G: 'batchNo provider ruleSetId history',
    },
    RedListEntry: {
      P: 'recordId version recordState validFrom validTo recordedAt supersededAt catalogueId sourceDivision enterprise honorName listedOn publicityEndsOn docNo authority authorityUscc removedReason removedOn dataSource dataSourceUscc',
      G: 'batchNo provider ruleSetId history',
    },
    Commitment: {
      P: 'recordId version recordState validFrom validTo recordedAt supersededAt catalogueId sourceDivision enterprise commitmentType commitmentNo matter textVersion content signedOn validMonths validUntil authority authorityUscc fulfilment breach',
      G: 'batchNo provider ruleSetId history',
      A: 'signatory',
    },
    Publicity: {
      P: 'start min max endActual reason',
    },
    DecisionRevocation: {
      P: 'reason date docNo',
    },
    CommitmentBreach: {
      P: 'date reason docNo',
    },
    SubjectAct: {
      P: 'recordId version recordState validFrom validTo recordedAt supersededAt catalogueId sourceDivision enterprise number kind subjectId survivorId mergeKind successorIds undoes effectiveOn',
      G: 'batchNo provider ruleSetId history',
      I: 'reason performedBy performedByUnit',
    },
    SubjectResolution: {
      G: 'outcome subjectId candidates',
    },
    SubjectCandidate: {
      G: 'subjectId name uscc why',
    },
  },
  'foreign-investment': {
    Query: {
      P: 'foreignInvestments foreignInvestment jointVentures jointVenture',
      G: 'foreignInvestmentEvents',
      I: 'foreignInvestmentDesk',
    },
    Mutation: {
      I: 'foreignInvestmentReportRow foreignInvestmentCorrectRow foreignInvestmentIgnoreRow foreignInvestmentResubmitRow foreignInvestmentLinkRow foreignInvestmentUnlinkRecord foreignInvestmentConfirmLink',
    },
    Enterprise: {
      P: 'subjectId foreignInvestment jointVenture',
    },
    ForeignInvestmentRecord: {
      P: 'recordId version recordState validFrom validTo recordedAt supersededAt catalogueId sourceDivision enterprise filingRegime certificateNo receiptNo reportNo certificateDate authority registeredCapital investors encouragedItem encouragedEdition specialEconomicZone freeTradeZoneArea operationFrom operationTo reports',
      G: 'batchNo provider ruleSetId history establishmentMode totalInvestment paidInCapital foreignShare negativeListItem negativeListEdition',
      A: 'ultimateControllers importDutyFree annualFigures',
    },
    Investor: {
      P: 'name nameEn country countryLabel origin investorType',
      G: 'subscribed ratio contributions deadline',
      A: 'personName personNameEn fundsOrigin',
      I: 'idType idNo',
    },
    Contribution: {
      G: 'modeCode modeName amount',
    },
    UltimateController: {
      A: 'name nameEn country countryLabel category controlMode controlDetail',
      I: 'personName personNameEn idNo',
    },
    ImportDutyFree: {
      A: 'confirmationNo confirmedOn quota content',
    },
    InvestmentReport: {
      P: 'kind occurredOn viaRegistration dueOn submittedOn late returned',
      A: 'changedItems',
    },
    AnnualFigures: {
      A: 'year totalAssets totalLiabilities operatingRevenue taxPaid employees foreignExchangeIncome foreignExchangeExpense',
    },
    JointVentureRecord: {
      P: 'recordId version recordState validFrom validTo recordedAt supersededAt catalogueId sourceDivision enterprise form marketEntityType marketEntityCodeSet marketEntityTypeName legalPersonStatus chineseParties foreignParties registeredCapital termYears termFrom termTo terminatedOn legacyLaw',
      G: 'batchNo provider ruleSetId history contractNo approvedOn totalInvestment transition2024',
      A: 'cooperationTerms profitSharing investmentRecovery riskSharing board',
      I: 'ratioCheck missingTerms',
    },
    VentureParty: {
      P: 'name country countryLabel',
      G: 'shareRatio contributions schedule',
      A: 'personName',
    },
    ContributionInstalment: {
      G: 'dueOn amount paidOn',
    },
    RatioCheck: {
      I: 'outcome requiredCapital foreignShareMet ruleConfirmed',
    },
    VentureBoard: {
      A: 'kind chineseMembers foreignMembers composition',
    },
    VentureTransition: {
      G: 'adjustedTo adjustedOn notAdjusted',
    },
  },
  trade: {
    Query: {
      P: 'liquorFilings liquorFiling',
      G: 'accompanyingNotes accompanyingNote tradeEvents',
      I: 'tradeDesk',
    },
    Mutation: {
      I: 'tradeReportRow tradeCorrectRow tradeIgnoreRow tradeResubmitRow tradeLinkRow tradeUnlinkRecord tradeConfirmLink',
    },
    Enterprise: {
      P: 'subjectId liquorFilings',
    },
    LiquorOperatorRecord: {
      P: 'recordId version recordState validFrom validTo recordedAt supersededAt catalogueId sourceDivision enterprise filingNo operatorType isIndividualBusiness licences premisesAddress categories owner filedOn acceptedOn acceptedInTime authority status statusHistory successorLicence',
      G: 'batchNo provider ruleSetId history changes',
      A: 'brands',
      I: 'warehouseArea',
    },
    LiquorLicence: {
      P: 'kind number validFrom validTo issuedBy',
    },
    BrandAgency: {
      A: 'brand authorisedBy authorisationNo validFrom validTo',
    },
    LiquorOwner: {
      P: 'name',
      I: 'fullName idType idNo',
    },
    LiquorFilingChange: {
      G: 'item before after changedOn filedOn inTime',
    },
    LiquorStatusEntry: {
      P: 'status since reason',
    },
    AccompanyingNote: {
      P: 'recordId version recordState validFrom validTo recordedAt supersededAt catalogueId sourceDivision',
      G: 'batchNo provider ruleSetId history enterprise noteNo sellerFilingNo buyer soldOn items sealed',
    },
    LiquorBuyer: {
      G: 'name filingNo uscc address',
      I: 'phone',
    },
    AccompanyingItem: {
      G: 'name spec origin lotNo producedOn',
      A: 'quantity unit',
    },
  },
  personnel: {
    Query: {
      P: 'commendations commendation modelEnterpriseAwards modelEnterpriseAward',
      G: 'personnelEvents',
      I: 'personnelDesk',
    },
    Mutation: {
      I: 'personnelReportRow personnelCorrectRow personnelIgnoreRow personnelResubmitRow personnelLinkRow personnelUnlinkRecord personnelConfirmLink',
    },
    Enterprise: {
      P: 'subjectId commendations modelEnterpriseAwards',
    },
    Commendation: {
      P: 'recordId version recordState validFrom validTo recordedAt supersededAt catalogueId sourceDivision enterprise honorName category awardObject result grantedOn grantedBy grantedByUscc certificateNo documentNo year content rewardForm honorLevel status revocation',
      G: 'batchNo provider ruleSetId history',
      I: 'persons',
    },
    AwardedPerson: {
      I: 'name position',
    },
    HonorRevocation: {
      P: 'reason date documentNo',
    },
    ModelEnterpriseAward: {
      P: 'recordId version recordState validFrom validTo recordedAt supersededAt catalogueId sourceDivision enterprise year campaignName organiser publicityFrom publicityTo publicityLongEnough result grantedOn titleUntil documentNo status revocation',
      G: 'batchNo provider ruleSetId history totalScore scores',
      I: 'objections',
    },
    CriterionScore: {
      G: 'criterion weight score isVeto vetoed',
    },
    AwardObjection: {
      I: 'raisedOn raisedBy content outcome settledOn',
    },
  },
}

/** Filters, orders and kinds above P; whatever else one can ask by is P. */
export const guideInputs: Readonly<Record<string, Letter>> = {
  'IdentifierKind.TAX_NO': 'G',
  'IdentifierKind.PERSON_ID': 'I',
  'AdministrativePenaltyFilter.subjectNameContains': 'G',
  'AdministrativePenaltyFilter.litigation': 'G',
  'AdministrativePermitFilter.subjectNameContains': 'G',
  'ForeignInvestmentFilter.establishmentMode': 'G',
  'ForeignInvestmentFilter.foreignShareFrom': 'G',
  'ForeignInvestmentFilter.foreignShareTo': 'G',
  'JointVentureFilter.contractNo': 'G',
  'JointVentureFilter.approvedFrom': 'G',
  'JointVentureFilter.approvedTo': 'G',
  'JointVentureFilter.notAdjusted': 'G',
  'JointVentureOrderField.APPROVED_ON': 'G',
  'AccompanyingNoteFilter.recordState': 'G',
  'AccompanyingNoteFilter.noteNo': 'G',
  'AccompanyingNoteFilter.sellerFilingNo': 'G',
  'AccompanyingNoteFilter.buyerNameContains': 'G',
  'AccompanyingNoteFilter.buyerFilingNo': 'G',
  'AccompanyingNoteFilter.buyerUscc': 'G',
  'AccompanyingNoteFilter.soldFrom': 'G',
  'AccompanyingNoteFilter.soldTo': 'G',
  'AccompanyingNoteFilter.lotNo': 'G',
  'AccompanyingNoteFilter.sealed': 'G',
  'AccompanyingNoteOrderField.SOLD_ON': 'G',
  'AccompanyingNoteOrderField.RECORDED_AT': 'G',
  'ModelEnterpriseAwardFilter.totalScoreFrom': 'G',
}
