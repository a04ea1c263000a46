using System.Reflection;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using Investigator.Engine.VectorSearch.Gpu.Kernels;

namespace Investigator.Engine.Tests.Devices;

/// <summary>Every kernel compiles to the GPUs' assembly, which needs no GPU.</summary>
public class PtxTests
{
    /// <summary>What generic kernels are closed over.</summary>
    private static readonly Type[][] Closings =
    [
        [typeof(GpuShape), typeof(DotForm), typeof(NoFilter)],
        [typeof(GpuShape), typeof(DifferenceForm), typeof(NoFilter)],
        [typeof(GpuShape), typeof(DotForm), typeof(OtherComponentFilter)],
    ];

    /// <summary>Static methods of the Kernels folders that take views: index first when the groups are ILGPU's choice.</summary>
    private static IEnumerable<MethodInfo> Kernels() =>
        from type in typeof(Pipeline).Assembly.GetTypes()
        where type.Namespace is { } name && name.EndsWith(".Kernels", StringComparison.Ordinal) && type is { IsAbstract: true, IsSealed: true }
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)
        where method.ReturnType == typeof(void)
        from closed in method.IsGenericMethodDefinition ? Closings.Select(method.MakeGenericMethod) : [method]
        select closed;

    /// <summary>ILGPU writes for sm_80 whatever is newer, and the driver brings that to the GPU at hand.</summary>
    [Theory]
    [InlineData(75, 75)]
    [InlineData(80, 80)]
    [InlineData(90, 80)]
    public void Kernel_AnyOfThem_CompilesToPtx(int architecture, int written)
    {
        var target = new CudaArchitecture(architecture / 10, architecture % 10);
        using var context = Context.Create(static builder => builder.Optimize(OptimizationLevel.O2));
        using var backend = new PTXBackend(context, new CudaCapabilityContext(target), target, CudaInstructionSet.ISA_80, null);
        var names = new List<string>();
        foreach (var kernel in Kernels())
        {
            var implicitly = typeof(IIndex).IsAssignableFrom(kernel.GetParameters()[0].ParameterType);
            var entry = implicitly ? EntryPointDescription.FromImplicitlyGroupedKernel(kernel) : EntryPointDescription.FromExplicitlyGroupedKernel(kernel);
            var compiled = Assert.IsType<PTXCompiledKernel>(backend.Compile(entry, KernelSpecialization.Empty));
            Assert.Contains($".target sm_{written}", compiled.PTXAssembly, StringComparison.Ordinal);
            Assert.Contains(".visible .entry", compiled.PTXAssembly, StringComparison.Ordinal);
            names.Add(kernel.Name);
        }

        Assert.Contains("Search", names);
    }
}
