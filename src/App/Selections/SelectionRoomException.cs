using Investigator.Engine.Core;

namespace Investigator.Selections;

/// <summary>The selections of a run keep as much as they may; deleting some makes room.</summary>
public sealed class SelectionRoomException(string problem, string expected) : InputException(problem, expected: expected);
