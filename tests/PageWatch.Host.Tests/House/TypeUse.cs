using System.Reflection;
using System.Reflection.Emit;

namespace PageWatch.Host.Tests.House;

/// <summary>That one type names another: in a signature, an attribute, or the body of a method.</summary>
/// <param name="Member">The member of <paramref name="To"/> that a body uses; null where the type itself is named.</param>
internal sealed record TypeUse(Type From, Type To, string? Member)
{
    private const BindingFlags Own = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>Full name of the type, and of its member where there is one.</summary>
    public string Named => Member is null ? $"{To.FullName}" : $"{To.FullName}.{Member}";

    /// <summary>What the compiled types use. Constants are not seen: the compiler puts their values in their place.</summary>
    /// <remarks>Lambdas, iterators and async methods are types that the compiler nested into the one they were written in.</remarks>
    public static IEnumerable<TypeUse> In(IEnumerable<Type> types) => types.SelectMany(Of).Distinct();

    private static IEnumerable<TypeUse> Of(Type type)
    {
        var from = Outermost(type);
        var named = new List<(Type? Type, string? Member)> { (type.BaseType, null) };
        named.AddRange(type.GetInterfaces().Select(each => ((Type?)each, (string?)null)));
        named.AddRange(Constraints(type.GetGenericArguments()));
        named.AddRange(Attributes(type));
        foreach (var field in type.GetFields(Own))
        {
            named.Add((field.FieldType, null));
            named.AddRange(Attributes(field));
        }

        foreach (var property in type.GetProperties(Own))
            named.AddRange(Attributes(property));
        foreach (var method in type.GetMethods(Own).Cast<MethodBase>().Concat(type.GetConstructors(Own)))
        {
            named.AddRange(Signature(method));
            named.AddRange(Attributes(method));
            if (method.IsGenericMethod)
                named.AddRange(Constraints(method.GetGenericArguments()));
            if (method.GetMethodBody() is { } body)
                named.AddRange(Body(method, body));
        }

        return named.SelectMany(each => Parts(each.Type).Select(part => new TypeUse(from, part, part == Plain(each.Type) ? each.Member : null)));
    }

    private static IEnumerable<(Type?, string?)> Signature(MethodBase method)
    {
        if (method is MethodInfo { ReturnType: var returned })
            yield return (returned, null);
        foreach (var parameter in method.GetParameters())
            yield return (parameter.ParameterType, null);
    }

    private static IEnumerable<(Type?, string?)> Constraints(Type[] arguments) =>
        arguments.Where(argument => argument.IsGenericParameter).SelectMany(argument => argument.GetGenericParameterConstraints()).Select(each => ((Type?)each, (string?)null));

    private static IEnumerable<(Type?, string?)> Attributes(MemberInfo member) =>
        member.GetCustomAttributesData().SelectMany(each => each.ConstructorArguments.Select(argument => argument.Value as Type).Append(each.AttributeType)).Select(type => (type, (string?)null));

    private static IEnumerable<(Type?, string?)> Body(MethodBase method, MethodBody body)
    {
        foreach (var local in body.LocalVariables)
            yield return (local.LocalType, null);
        foreach (var clause in body.ExceptionHandlingClauses)
        {
            if (clause.Flags == ExceptionHandlingClauseOptions.Clause)
                yield return (clause.CatchType, null);
        }

        foreach (var member in MembersIn(method, body.GetILAsByteArray()!))
        {
            if (member is Type type)
            {
                yield return (type, null);
                continue;
            }

            yield return (member.DeclaringType, member.Name);
            if (member is FieldInfo field)
                yield return (field.FieldType, null);
            if (member is not MethodBase called)
                continue;
            foreach (var each in Signature(called))
                yield return each;
            if (called.IsGenericMethod)
            {
                foreach (var argument in called.GetGenericArguments())
                    yield return (argument, null);
            }
        }
    }

    /// <summary>Walks the instructions; each has a code of one or two bytes and an operand whose length the code tells.</summary>
    private static IEnumerable<MemberInfo> MembersIn(MethodBase method, byte[] il)
    {
        var typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var at = 0; at < il.Length;)
        {
            var code = il[at] == 0xFE ? Codes[unchecked((short)(0xFE00 | il[at + 1]))] : Codes[il[at]];
            at += code.Size;
            switch (code.OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    yield return method.Module.ResolveMember(BitConverter.ToInt32(il, at), typeArguments, methodArguments)!;
                    at += 4;
                    break;
                case OperandType.InlineSwitch:
                    at += 4 + (4 * BitConverter.ToInt32(il, at));
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    at += 8;
                    break;
                case OperandType.InlineVar:
                    at += 2;
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    at += 1;
                    break;
                case OperandType.InlineNone:
                    break;
                default:
                    at += 4;
                    break;
            }
        }
    }

    /// <summary>The types that a name is made of: <c>List&lt;Post[]&gt;</c> names List and Post.</summary>
    private static IEnumerable<Type> Parts(Type? type)
    {
        while (type is { HasElementType: true })
            type = type.GetElementType();
        if (type is null or { IsGenericParameter: true } or { IsFunctionPointer: true })
            return [];
        return type.IsConstructedGenericType
            ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
            : [type];
    }

    private static Type? Plain(Type? type) => type is { IsConstructedGenericType: true } ? type.GetGenericTypeDefinition() : type;

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
