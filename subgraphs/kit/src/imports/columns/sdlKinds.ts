import {
  type DocumentNode,
  type EnumTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type TypeNode,
} from 'graphql'
import { codeText } from '../values/cellText.ts'
import type { FieldKind, ScalarKind } from '../values/fieldKind.ts'
import type { Column } from './column.ts'

const SCALARS: Record<string, ScalarKind> = {
  String: 'TEXT',
  ID: 'TEXT',
  DocNo: 'TEXT',
  BatchNo: 'TEXT',
  Int: 'INTEGER',
  Float: 'DECIMAL',
  Boolean: 'BOOLEAN',
  Decimal: 'DECIMAL',
  LocalDate: 'DATE',
  WorkdayDate: 'DATE',
  DateTime: 'INSTANT',
  Money: 'MONEY',
  USCC: 'USCC',
  OrgCode: 'ORG_CODE',
  RegNo15: 'REG_NO_15',
  FoodLicenceNo: 'FOOD_LICENCE_NO',
  CnIdNumber: 'CN_ID_NUMBER',
  DivisionCode: 'DIVISION_CODE',
  IndustryCode: 'INDUSTRY_CODE',
  CountryCode: 'COUNTRY',
  CurrencyCode: 'CURRENCY',
}

/** A division's SDL as the importer reads it: what each field of a type holds, and what it is called in Chinese. */
export class SdlKinds {
  private readonly objects = new Map<string, ObjectTypeDefinitionNode>()
  private readonly enums = new Map<string, EnumTypeDefinitionNode>()

  constructor(sdl: DocumentNode) {
    for (const definition of sdl.definitions) {
      if (definition.kind === Kind.OBJECT_TYPE_DEFINITION) this.objects.set(definition.name.value, definition)
      if (definition.kind === Kind.ENUM_TYPE_DEFINITION) this.enums.set(definition.name.value, definition)
    }
  }

  /** The fields of an object type in the SDL's order, without those that take arguments or lead to other entities. */
  columnsOf(typeName: string): Column[] {
    return (this.objects.get(typeName)?.fields ?? []).flatMap((field) => {
      const kind = (field.arguments ?? []).length > 0 ? undefined : this.kindOf(field.type)
      if (kind === undefined) return []
      const national = argumentsOf(field.directives?.find(({ name }) => name.value === 'national'))
      const chineseName = chineseNameOf(field.description?.value ?? field.name.value)
      const nationalCode = typeof national.code === 'string' ? national.code : undefined
      return [
        {
          field: field.name.value,
          kind,
          chineseName,
          aliases: nationalCode === undefined ? [] : [nationalCode],
          ...(nationalCode === undefined ? {} : { nationalCode }),
          ...(typeof national.maxLength === 'string' ? { maxLength: Number(national.maxLength) } : {}),
        },
      ]
    })
  }

  private kindOf(type: TypeNode): FieldKind | undefined {
    if (type.kind === Kind.NON_NULL_TYPE) return this.kindOf(type.type)
    if (type.kind === Kind.LIST_TYPE) {
      const of = this.kindOf(type.type)
      return of === undefined ? undefined : { is: 'LIST', of }
    }
    const name = type.name.value
    const scalar = SCALARS[name]
    if (scalar !== undefined) return { is: scalar }
    const values = this.enums.get(name)
    if (values !== undefined) return { is: 'CHOICE', values: spellingsOf(values) }
    const object = this.objects.get(name)
    // Entities are looked up, not reported.
    const isEntity = object?.directives?.some((directive) => directive.name.value === 'key') ?? true
    return isEntity ? undefined : { is: 'OBJECT', columns: this.columnsOf(name) }
  }
}

/** 荣誉奖励对象：企业、产品… -> 荣誉奖励对象: what follows the name explains it. */
export function chineseNameOf(description: string): string {
  return (description.split(/[：；，。\n]/)[0] ?? description).trim()
}

function spellingsOf(definition: EnumTypeDefinitionNode): Map<string, string> {
  const spellings = (definition.values ?? []).flatMap(({ name, description }): [string, string][] => [
    [codeText(name.value), name.value],
    [codeText(chineseNameOf(description?.value ?? name.value)), name.value],
    [codeText(chineseNameOf(description?.value ?? name.value).replace(/（.*$/, '')), name.value],
  ])
  return new Map(spellings)
}

function argumentsOf(directive: { arguments?: readonly { name: { value: string }; value: unknown }[] } | undefined) {
  return Object.fromEntries(
    (directive?.arguments ?? []).map(({ name, value }) => [name.value, (value as { value?: unknown }).value]),
  )
}
